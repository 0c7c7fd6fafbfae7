"""Tables larger than memory: cleaned part by part, on several threads, in their order."""

from __future__ import annotations

import itertools
import os

from . import _native

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any, TypeVar

    _Part = TypeVar("_Part")
    _Done = TypeVar("_Done")

__all__ = ["CleanStream", "clean_stream"]

#: More threads wait for the reader and the writer, which are one each.
_MOST_THREADS = 4


def processors() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_order(work: Callable[[_Part], _Done], parts: Iterable[_Part], threads: int) -> Iterator[_Done]:
    """``map`` on threads: results in order, and never more parts in memory than one above the threads."""
    if threads <= 1:
        yield from map(work, parts)
        return
    import collections
    import concurrent.futures

    with concurrent.futures.ThreadPoolExecutor(threads) as pool:
        waiting: collections.deque[concurrent.futures.Future[_Done]] = collections.deque()
        try:
            for part in parts:
                waiting.append(pool.submit(work, part))
                if len(waiting) > threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for one in waiting:
                one.cancel()


class CleanStream:
    """The parts of a table, cleaned one after the other: pairs of a table and its issues, as :class:`Cleaner` gives.

    Go through it once; :attr:`summary` is about the parts that came so far. Các phần của bảng, làm sạch lần lượt.
    """

    def __init__(
        self,
        parts: Iterable[_native.Table],
        columns: Mapping[str, Any],
        *,
        evidence: str | None = None,
        threads: int | None = None,
        **options: Any,
    ) -> None:
        self.columns = dict(columns)
        self._cleaner = _native.Cleaner(self.columns, evidence=evidence, **options)
        self._threads = min(processors(), _MOST_THREADS) if threads is None else max(threads, 1)
        parts = iter(parts)
        # What the first rows prove holds for all parts: they are looked at before any is cleaned.
        head: list[_native.Table] = []
        while evidence is None and (part := next(parts, None)) is not None:
            head.append(part)
            if not self._cleaner.observe(part):
                break
        self._parts = itertools.chain(_given_up(head), parts)

    @property
    def evidence(self) -> str:
        """What the first rows proved: give it to whoever cleans other parts of the same table."""
        return self._cleaner.evidence

    @property
    def summary(self) -> dict[str, Any]:
        """Counts and scores of the parts that came so far."""
        return self._cleaner.summary()

    def __iter__(self) -> Iterator[tuple[_native.Table, _native.Table]]:
        return in_order(self._clean, _numbered(self._parts), self._threads)

    def _clean(self, numbered: tuple[int, _native.Table]) -> tuple[_native.Table, _native.Table]:
        first_row, part = numbered
        return self._cleaner.clean(part, first_row=first_row)


def _given_up(parts: list[_native.Table]) -> Iterator[_native.Table]:
    """The parts, each forgotten as it is given."""
    parts.reverse()
    while parts:
        yield parts.pop()


def _numbered(parts: Iterable[_native.Table]) -> Iterator[tuple[int, _native.Table]]:
    row = 0
    for part in parts:
        yield row, part
        row += part.num_rows


def parts_of(source: Any, rows: int) -> Iterator[_native.Table]:
    """The parts of whatever can be read in parts."""
    if hasattr(source, "__arrow_c_stream__"):
        return _native.Batches(source, rows=rows)
    return (_native.as_table(part) for part in source)


def clean_stream(
    source: Any,
    columns: Mapping[str, Any] | None = None,
    *,
    evidence: str | None = None,
    threads: int | None = None,
    rows: int = 65_536,
    **options: Any,
) -> CleanStream:
    """Cleans a table that is larger than memory, in parts.

    ``source`` is a stream of Arrow data (``pyarrow.RecordBatchReader``, a dataset's scanner, a DuckDB result) or
    anything that gives tables one after the other (``CsvReader``, ``ParquetFile.iter_batches()``). ``columns`` and the
    options are those of :func:`clean`. Memory does not grow with the table.

    Làm sạch bảng lớn hơn bộ nhớ, theo từng phần.

    >>> parts = clean_stream([{"ho_ten": ["NGUYỄN THỊ  MẪU"]}], {"full_name": "ho_ten"})
    >>> [table.to_pydict() for table, issues in parts]
    [{'ho_ten': ['Nguyễn Thị Mẫu']}]
    """
    from ._clean import guess_columns

    parts = parts_of(source, rows)
    if columns is None:
        first = next(parts, None)
        if first is None:
            raise ValueError("the stream is empty: pass columns={'full_name': ...}")
        columns = guess_columns(first.column_names)
        if not columns:
            raise ValueError("no column has a known name: pass columns={'full_name': ...}")
        parts = itertools.chain([first], parts)
    return CleanStream(parts, columns, evidence=evidence, threads=threads, **options)
