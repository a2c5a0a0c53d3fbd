"""Small extracts of the population register as files: invented people."""

import csv
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from storage_makers import vault

from matching.index.extract_files import POPULATION_COLUMNS
from storage.replica.load import Loaded, Progress, Terms, load

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
GIVENS = ("An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Khánh", "Lan", "Minh", "Ngọc")


def person(number: int, **other: str) -> dict[str, str]:
    """One row; `other` overwrites its texts."""
    return dict.fromkeys(POPULATION_COLUMNS, "") | {
        "person_id": f"T{number:04d}", "cccd": f"099087{number:06d}", "full_name": f"Đặng Thử {GIVENS[number % 10]}",
        "dob": f"1987-{1 + number % 12:02d}-{1 + number % 28:02d}", "gender": "Nam", "status": "song",
    } | other  # fmt: skip


def people(many: int, *more: Mapping[str, str]) -> list[Mapping[str, str]]:
    return [*(person(number) for number in range(many)), *more]


def csv_file(path: Path, rows: Iterable[Mapping[str, str]], encoding: str = "utf-8", separator: str = ",") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, POPULATION_COLUMNS, delimiter=separator)
        writer.writeheader()
        writer.writerows(rows)
    return path


def loaded(url: str, file: Path, progress: Progress | None = None, **terms: float) -> Loaded:
    told = Terms("công văn thử", date(2026, 11, 1), **terms)  # type: ignore[arg-type]
    with vault(url) as keys:
        return load(url, keys, file, told, actor="ky-su", now=lambda: NOW, progress=progress)
