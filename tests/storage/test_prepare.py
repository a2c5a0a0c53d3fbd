"""Both stores, brought to where this version can work with them."""

from urllib.parse import urlsplit

import pytest
from minio import Minio
from object_makers import sealer

from errors import NotSetUp
from storage.opening import S3Access, open_objects
from storage.prepare import prepare
from storage.protection import Guard, Lock, LockMode, Protection
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract

NOWHERE = S3Access("", "", "")


@pytest.fixture
def access(s3: Minio) -> S3Access:
    return S3Access(urlsplit(s3.get_presigned_url("GET", "hoso", "any")).netloc, "key", "secret", secure=False)


def test_an_empty_database_and_no_bucket_become_stores_to_work_with(empty_url, access, s3):
    for _ in range(2):  # the second time there is nothing left to do
        prepare(empty_url, "s3://prepared/below", access)
    with Warehouse(empty_url) as warehouse:
        warehouse.check()
    store = open_objects("s3://prepared/below", access, sealer())
    assert store.get(store.put(b"scan")) == b"scan"


def test_both_buckets_lock_for_the_term_of_the_settings(migrated_url, access):
    lock = Lock(30, LockMode.GOVERNANCE)
    prepare(migrated_url, "s3://first", access, "s3://second/below", lock)
    for where in ("s3://first", "s3://second/below"):
        assert open_objects(where, access, sealer()).protection() == Protection(Guard.LOCKED, LockMode.GOVERNANCE, 30)


def test_a_bucket_keeps_what_is_in_it(migrated_url, access):
    store = open_objects("s3://hoso", access, sealer())
    digest = store.put(b"kept")
    prepare(migrated_url, "s3://hoso", access)
    assert store.has(digest)


def test_a_folder_needs_no_s3(migrated_url, tmp_path):
    prepare(migrated_url, str(tmp_path / "objects"), NOWHERE)
    prepare(migrated_url, "", NOWHERE)


def test_a_bucket_without_an_address_is_told(migrated_url):
    with pytest.raises(NotSetUp, match="HOSO_S3_ENDPOINT"):
        prepare(migrated_url, "s3://hoso", NOWHERE)
