"""Lists in files, read and written in parts: CSV, XLSX, and Parquet where pyarrow is installed."""

from __future__ import annotations

import contextlib
import pathlib
from collections.abc import Iterator
from typing import Any

from . import _native
from ._problems import problem
from ._stream import parts_of

#: Rows of a part, where nobody says otherwise.
ROWS = 65_536


@contextlib.contextmanager
def reading(path: pathlib.Path) -> Iterator[None]:
    """Says in words what is wrong with a file that cannot be read."""
    if path.is_dir():
        raise problem("list-directory", str(path))
    try:
        yield
    except FileNotFoundError as error:
        raise problem("list-missing", str(path)) from error
    except OSError as error:
        if hasattr(error, "code"):
            raise
        raise problem("list-unreadable", str(path)) from error
    except ValueError as error:
        if hasattr(error, "code") or "empty" not in str(error):
            raise
        raise problem("list-empty", str(path)) from error


def begins(path: pathlib.Path) -> bytes:
    """The first bytes of a file, which say what it is; its name may lie."""
    with path.open("rb") as file:
        return file.read(4)


class Source:
    """A list in a file: ``columns`` and, once, ``parts``."""

    columns: list[str]
    #: Rows if they are known, otherwise bytes; for the progress bar.
    rows: int | None

    def __init__(self, path: pathlib.Path, sheet: str | None = None, part: int = ROWS) -> None:
        self.path, self.rows, self._part = path, None, part
        with reading(path):
            start = begins(path)
            if not start:
                raise problem("list-empty", str(path))
            if start == b"PK\x03\x04":
                self._workbook(sheet)
            elif start == b"PAR1":
                self._parquet()
            else:
                self._csv()

    def _workbook(self, sheet: str | None) -> None:
        whole = self.path.read_bytes()
        try:
            table = _native.read_workbook(whole, sheet=sheet)
        except KeyError as error:
            names = ", ".join(name for name, _, _ in _native.sheets(whole))
            raise problem("sheet-unknown", f"{self.path} ({names})") from error
        self.columns, self.rows = table.column_names, table.num_rows
        self.parts = parts_of(table, self._part)

    def _parquet(self) -> None:
        try:
            import pyarrow.parquet
        except ImportError as error:
            raise problem("parquet-needs-pyarrow", str(self.path)) from error
        file = pyarrow.parquet.ParquetFile(self.path)
        self.columns, self.rows = file.schema_arrow.names, file.metadata.num_rows
        self.parts = parts_of(file.iter_batches(batch_size=self._part), self._part)

    def _csv(self) -> None:
        reader = _native.CsvReader(self.path, rows=self._part)
        self.columns, self.parts = reader.columns, reader

    def whole(self) -> _native.Table:
        """The list as one table."""
        with reading(self.path):
            parts = list(self.parts)
        if not any(part.num_rows for part in parts):
            raise problem("list-no-rows", str(self.path))
        return _native.concat_tables(parts)


class Writer:
    """Writes tables to a file: Parquet by its name, otherwise CSV that Excel opens."""

    def __init__(self, path: pathlib.Path) -> None:
        self.path = path
        self._csv: _native.CsvWriter | None = None
        self._parquet: Any = None
        self.is_parquet = path.suffix.lower() == ".parquet"

    def __enter__(self) -> Writer:
        with self._writing():
            if not self.is_parquet:
                self._csv = _native.CsvWriter(self.path)
        return self

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise problem("output-unwritable", str(self.path)) from error

    def write(self, table: Any) -> None:
        """Appends a table; the first one names the columns."""
        with self._writing():
            if self._csv is not None:
                self._csv.write(table)
                return
            try:
                import pyarrow
                import pyarrow.parquet
            except ImportError as error:
                raise problem("parquet-needs-pyarrow", str(self.path)) from error
            part = pyarrow.table(table)
            if self._parquet is None:
                self._parquet = pyarrow.parquet.ParquetWriter(self.path, part.schema)
            self._parquet.write_table(part)

    def __exit__(self, *_: object) -> None:
        with self._writing():
            for writer in (self._csv, self._parquet):
                if writer is not None:
                    writer.close()
