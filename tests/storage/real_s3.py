"""A real S3 server for tests: Ceph's radosgw over one monitor and one store in memory, on loopback, gone at the end.

Needs the programs of Debian's `radosgw ceph-mon ceph-osd ceph-common` (`make test-s3` installs them). No key of it is
secret: it holds nothing, and dies with the tests.
"""

import shutil
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest
from minio import Minio

from storage.s3 import open_s3

PROGRAMS = ("ceph", "ceph-mon", "ceph-osd", "monmaptool", "radosgw", "radosgw-admin")
KEY, SECRET = "hoso-test", "hoso-test-secret"
SECONDS_TO_START, SECONDS_TO_STOP = 90, 10
MISSING = " ".join(program for program in PROGRAMS if not shutil.which(program))
MARKS = (
    *(pytest.mark.contract, pytest.mark.s3),
    pytest.mark.skipif(bool(MISSING), reason=f"no real S3 server here, `make test-s3` installs it; missing: {MISSING}"),
)
CONF = """
[global]
fsid = {fsid}
mon_host = [v1:127.0.0.1:{port}]
public_addr = 127.0.0.1
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
ms_bind_msgr2 = false
osd_objectstore = memstore
memstore_device_bytes = 536870912
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 4
osd_pool_default_pgp_num = 4
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
mon_max_pg_per_osd = 1000
mon_allow_pool_size_one = true
mon_data = {folder}/mon
osd_data = {folder}/osd
osd_max_object_name_len = 256
osd_max_object_namespace_len = 64
run_dir = {folder}
admin_socket = {folder}/$name.asok
pid_file =
log_file =
log_to_stderr = true
rgw_frontends = beast endpoint=127.0.0.1:{s3_port}
rgw_enable_gc_threads = false
rgw_run_sync_thread = false
"""


@contextmanager
def real_s3() -> Iterator[Minio]:
    """A client of a server of its own. The server's processes are ended by their ids, whatever happened."""
    port, s3_port = _free_port(), _free_port()
    with ExitStack() as stack:
        # short: the path of a socket may have 107 characters
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="s3-")))
        conf = folder / "conf"
        conf.write_text(CONF.format(fsid=uuid.uuid4(), port=port, s3_port=s3_port, folder=folder))
        _store_in_memory(stack, conf, port)
        stack.enter_context(_running(conf, "radosgw", "-f", "-n", "client.rgw"))
        _said(conf, "radosgw-admin", "user", "create", "--uid=hoso", "--display-name=hoso",
              f"--access-key={KEY}", f"--secret-key={SECRET}")  # fmt: skip
        _await_port(s3_port)
        yield open_s3(f"127.0.0.1:{s3_port}", KEY, SECRET, secure=False, retries=0)


def _store_in_memory(stack: ExitStack, conf: Path, port: int) -> None:
    folder = conf.parent
    (folder / "mon").mkdir()
    (folder / "osd").mkdir()
    monmap = str(folder / "monmap")
    fsid = conf.read_text().split("fsid = ")[1].split()[0]
    _said(conf, "monmaptool", "--create", "--fsid", fsid, "--addv", "a", f"[v1:127.0.0.1:{port}]", monmap)
    _said(conf, "ceph-mon", "--mkfs", "-i", "a", "--monmap", monmap)
    stack.enter_context(_running(conf, "ceph-mon", "-f", "-i", "a"))
    _said(conf, "ceph", "osd", "create")
    _said(conf, "ceph-osd", "-i", "0", "--mkfs")
    stack.enter_context(_running(conf, "ceph-osd", "-f", "-i", "0"))
    _said(conf, "ceph", "osd", "crush", "add", "osd.0", "1.0", "root=default", "host=here")


def _said(conf: Path, *command: str) -> str:
    done = subprocess.run([*command, "-c", str(conf)], capture_output=True, text=True, timeout=SECONDS_TO_START)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[:3])} ended with {done.returncode}: {done.stderr[-1000:]}")
    return done.stdout


@contextmanager
def _running(conf: Path, *command: str) -> Iterator[None]:
    with (conf.parent / f"{command[0]}.log").open("w") as log:
        child = subprocess.Popen([*command, "-c", str(conf)], stdout=log, stderr=log)
    try:
        yield
    finally:
        child.terminate()
        try:
            child.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _await_port(port: int) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError("radosgw did not open its port")
