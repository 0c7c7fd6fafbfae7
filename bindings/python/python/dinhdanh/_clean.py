"""Cleaning a table, and what came of it."""

from __future__ import annotations

import dataclasses
import pathlib
from collections.abc import Mapping
from typing import Any

from . import _native, _report

__all__ = ["CleanResult", "clean"]

Columns = Mapping[str, "str | list[str]"]


@dataclasses.dataclass(frozen=True, repr=False)
class CleanResult:
    """A cleaned table, the issues of its cells, and a summary. Bảng đã làm sạch, các lỗi và bản tóm tắt."""

    #: The table with repaired values; what addresses resolve to is in columns behind it.
    table: _native.Table
    #: One row for each cell and code: ``row, column, code, severity, confidence, before, after, candidates``.
    issues: _native.Table
    #: Rows, counts by column, scores (``correct, complete, clean, alive``) and the versions of rules and units.
    summary: dict[str, Any]

    def report_html(self, path: str | pathlib.Path | None = None, *, lang: str = "vi", title: str = "") -> str:
        """The report for a manager, as one HTML file without scripts; written to ``path`` if given."""
        text = _report.html(self.summary, self.issues, lang=lang, title=title)
        if path is not None:
            pathlib.Path(path).write_text(text, encoding="utf-8")
        return text

    def _repr_html_(self) -> str:
        return _report.short_html(self.summary)

    def __repr__(self) -> str:
        scores = ", ".join(f"{name} {score:.1%}" for name, score in self.summary["scores"].items())
        return f"CleanResult({self.summary['rows']} rows, {len(self.issues)} issues; {scores})"


def clean(
    table: Any,
    columns: Columns | None = None,
    *,
    today: str | None = None,
    tone: str = "hòa",
    from_1904: bool = False,
    units: bool = True,
) -> CleanResult:
    """Cleans a table: pyarrow, Polars, pandas, DuckDB, a dict of columns or a list of dicts.

    ``columns`` maps roles (``id_number``, ``full_name``, ``date_of_birth``, ``sex``, ``phone``, ``address``, ...) to
    the table's columns; without it they are guessed from the names. A right value is never changed; what is not
    certain stays as it was, with candidates in the issues. Nothing leaves the machine.

    Làm sạch một bảng: giá trị đúng không bị thay đổi, giá trị không chắc chắn được giữ nguyên kèm gợi ý.

    >>> result = clean({"ho_ten": ["NGUYỄN THỊ  MẪU"]}, {"full_name": "ho_ten"})
    >>> result.table.to_pydict()
    {'ho_ten': ['Nguyễn Thị Mẫu']}
    """
    if columns is None:
        columns = guess_columns(column_names(table))
        if not columns:
            raise ValueError("no column has a known name: pass columns={'full_name': ...}")
    cleaner = _native.Cleaner(dict(columns), today=today, tone=tone, from_1904=from_1904, units=units)
    table = _native.as_table(table)
    cleaner.observe(table)
    cleaned, issues = cleaner.clean(table)
    return CleanResult(cleaned, issues, cleaner.summary())


def column_names(table: Any) -> list[str]:
    """The names of a table's columns."""
    return _native.as_table(table).column_names


def guess_columns(names: list[str]) -> dict[str, str | list[str]]:
    """What columns hold, by their Vietnamese or English names; columns that say nothing are left out."""
    found: dict[str, str | list[str]] = {}
    for name in names:
        role = _native.guess_role(name)
        if role is not None and role not in found:
            found[role] = name
    return found
