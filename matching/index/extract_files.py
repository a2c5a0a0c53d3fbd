"""Extracts of the registers as files: parquet or CSV, all columns text, named as the exports name them."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from errors import NotSetUp
from matching.index.extract_rows import POPULATION_COLUMNS, TELCO_COLUMNS, partial_date, person_of, subscriber_of

__all__ = [
    "POPULATION_COLUMNS", "TELCO_COLUMNS", "ExtractRefused", "ReadColumn", "partial_date", "person_of", "read_columns",
    "read_table", "subscriber_of", "texts_of",
]  # fmt: skip

OPTIONAL_COLUMNS = frozenset({"verified_on"})  # exports of before it was asked for have none: empty

ReadColumn = Callable[[str], pa.Array]
"""One column of an extract by its name: all text, nothing null."""


class ExtractRefused(NotSetUp):
    """An extract is not understood: the message names the file's kind and what is missing or unknown in it."""


def read_columns(path: Path, columns: Sequence[str]) -> ReadColumn:
    """The wanted columns of a parquet or CSV file, each read when it is asked for, where the file allows that.

    Raises ExtractRefused when the file is neither, or a column is missing.
    """
    try:
        if path.suffix.lower() == ".csv":
            convert = pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=False, include_columns=None
            )
            table = pyarrow.csv.read_csv(path, convert_options=convert)
            held, read = table.column_names, table.column
        else:
            file = pyarrow.parquet.ParquetFile(path)
            held = file.schema_arrow.names

            def read(name: str) -> pa.ChunkedArray:
                return file.read(columns=[name], use_threads=False).column(0)
    except (pa.ArrowInvalid, OSError) as error:
        raise ExtractRefused(f"{path.name}: not a readable parquet or CSV file ({type(error).__name__})") from error
    missing = sorted(set(columns) - set(held) - OPTIONAL_COLUMNS)
    if missing:
        raise ExtractRefused(f"{path.name}: columns are missing: {', '.join(missing)}")
    rows = file.metadata.num_rows if path.suffix.lower() != ".csv" else table.num_rows

    def column(name: str) -> pa.Array:
        return texts_of(read(name)) if name in held else pa.array([""] * rows, pa.string())

    return column


def read_table(path: Path, columns: Sequence[str]) -> pa.Table:
    """The wanted columns, all read. Raises ExtractRefused as `read_columns`."""
    column = read_columns(path, columns)
    return pa.table([column(name) for name in columns], names=list(columns))


def texts_of(column: pa.ChunkedArray) -> pa.Array:
    """Every value text, nothing null, in one piece."""
    texts = column.cast(pa.string()).fill_null("").combine_chunks()
    return texts if isinstance(texts, pa.Array) else pa.concat_arrays(texts.chunks)
