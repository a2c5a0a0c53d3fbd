"""On what something was measured: enough to compare figures, nothing that names the machine."""

import os
import platform
import subprocess
from datetime import date
from pathlib import Path


def machine() -> tuple[tuple[str, str], ...]:
    """(what, value) of the machine and of the programs that do the work."""
    return (
        ("measured on", f"{date.today():%Y-%m-%d}"),
        ("cores", f"{len(os.sched_getaffinity(0))} ({_processor()})"),
        ("memory", f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"),
        ("system", _system()),
        ("Python", platform.python_version()),
        ("Tesseract", _said("tesseract", "--version").removeprefix("tesseract ")),
        ("poppler", _said("pdftoppm", "-v").removeprefix("pdftoppm version ")),
    )


def busy() -> tuple[str, str]:
    """(what, value) of how many processes wanted to run in the last minute; to be asked at the end of a run."""
    load, cores = os.getloadavg()[0], len(os.sched_getaffinity(0))
    note = f": more than {cores} cores can do at once, so wall times are too long" if load > cores else ""
    return "load at the end", f"{load:.1f}{note}"


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.system()


def _said(*command: str) -> str:
    """The first line of what a program says."""
    shown = subprocess.run(command, capture_output=True, text=True, check=False)
    return ((shown.stdout or shown.stderr).splitlines() or ["?"])[0]
