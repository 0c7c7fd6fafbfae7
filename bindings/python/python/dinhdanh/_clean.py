"""Cleaning a table, and what came of it."""

from __future__ import annotations

from . import _native

TYPE_CHECKING = False
if TYPE_CHECKING:  # what only type checkers need is not loaded: the first answer comes sooner
    import pathlib
    from collections.abc import Mapping
    from typing import Any

    Columns = Mapping[str, str | list[str]]

__all__ = ["CleanResult", "clean", "find_duplicates", "guess_columns", "link", "matching_columns"]


class CleanResult:
    """A cleaned table, the issues of its cells, and a summary. Bảng đã làm sạch, các lỗi và bản tóm tắt."""

    #: The table with repaired values; what addresses resolve to is in columns behind it.
    table: _native.Table
    #: One row for each cell and code: ``row, column, code, severity, confidence, before, after, candidates``.
    issues: _native.Table
    #: Rows, counts by column, scores (``correct, complete, clean, alive``) and the versions of rules and units.
    summary: dict[str, Any]

    __slots__ = ("issues", "summary", "table")

    def __init__(self, table: _native.Table, issues: _native.Table, summary: dict[str, Any]) -> None:
        self.table, self.issues, self.summary = table, issues, summary

    def report_html(self, path: str | pathlib.Path | None = None, *, lang: str = "vi", title: str = "") -> str:
        """The report for a manager, as one HTML file without scripts; written to ``path`` if given.

        Báo cáo cho lãnh đạo: một tệp HTML, không cần mạng, dữ liệu cá nhân đã che.
        """
        from . import _report

        worst = _report.worst_of([self.issues])
        text = _report.html(self.summary, worst, lang=lang, title=title)
        if path is not None:
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        return text

    def _repr_html_(self) -> str:
        from . import _report

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
        if role is None:
            continue
        known = found.setdefault(role, name)
        if role in _SEVERAL and known != name:
            found[role] = [*([known] if isinstance(known, str) else known), name]
    return found


#: Roles that more than one column may have. Of the others the first column has the role, and the rest are left alone.
_SEVERAL = ("date", "text")


def matching_columns(columns: Columns, *, clean: bool) -> dict[str, str]:
    """The columns that matching uses, by role; those of a cleaned table have the parts of addresses."""
    first = {role: names if isinstance(names, str) else names[0] for role, names in columns.items()}
    known = set(_native.column_roles()) | set(_native.matching_roles())
    unknown = [role for role in first if role not in known]
    if unknown:
        raise ValueError(f"unknown role {unknown[0]!r}; roles are {sorted(known)}")
    wanted = {role: name for role, name in first.items() if role in _native.matching_roles()}
    if "health_insurance" in first:
        wanted.setdefault("insurance_number", first["health_insurance"])
    if clean and "address" in first:
        name = first["address"]
        parts = {"province": f"{name}_province_code", "commune": f"{name}_commune_code", "address": f"{name}_detail"}
        wanted = parts | {role: own for role, own in wanted.items() if role != "address"}
    return wanted


def _ready(table: Any, columns: Columns, clean_first: bool) -> tuple[_native.Table, dict[str, str]]:
    """The table with its cells repaired and its addresses resolved, and the columns that matching uses."""
    table = _native.as_table(table)
    wanted = matching_columns(columns, clean=clean_first)
    repairable = {role: name for role, name in columns.items() if role in _native.column_roles()}
    if clean_first and repairable:
        table = clean(table, repairable).table
    return table, wanted


def find_duplicates(
    table: Any,
    columns: Columns | None = None,
    *,
    clean: bool = True,
    new_from: int | None = None,
    threshold: float | None = None,
    minimum: float = 0.5,
    lang: str = "en",
) -> _native.Duplicates:
    """Finds people who occur more than once in a table.

    ``columns`` maps roles to the table's columns as in :func:`clean`; without it they are guessed. Cells are repaired
    and addresses resolved for the comparison unless ``clean`` is false. Rows from ``new_from`` on are new: only pairs
    with at least one of them are looked for. ``threshold`` is the score from which pairs make a cluster, the advised
    one if not given; pairs from ``minimum`` on are listed, with the reasons in ``lang`` (``en`` or ``vi``).

    Tìm những người bị trùng trong một bảng.
    """
    if columns is None:
        columns = guess_columns(column_names(table))
    ready, wanted = _ready(table, columns, clean)
    return _native.find_duplicates(
        ready, wanted, new_from=new_from, threshold=threshold, minimum=minimum, lang=lang
    )


def link(
    left: Any,
    right: Any,
    columns: Columns | None = None,
    *,
    right_columns: Columns | None = None,
    clean: bool = True,
    threshold: float | None = None,
    minimum: float = 0.5,
    lang: str = "en",
) -> _native.Duplicates:
    """Finds the rows of ``right`` that are people of ``left``, such as a school's list in a reference.

    As :func:`find_duplicates`; ``right_columns`` where the right table has other names. In the pairs ``left`` and
    ``right`` count from 0 in their own tables; in the clusters rows of the right table follow those of the left.

    Đối chiếu hai danh sách với nhau.
    """
    if columns is None:
        columns = guess_columns(column_names(left))
        right_columns = right_columns or guess_columns(column_names(right))
    left_ready, left_columns = _ready(left, columns, clean)
    right_ready, own = _ready(right, right_columns or columns, clean)
    shared = {role: name for role, name in left_columns.items() if role in own}
    return _native.link(
        left_ready,
        right_ready,
        shared,
        right_columns={role: own[role] for role in shared},
        threshold=threshold,
        minimum=minimum,
        lang=lang,
    )
