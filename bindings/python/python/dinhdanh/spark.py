"""PySpark: clean all columns in one pass, and link by blocking keys. No engine of our own.

Spark's socket to Python costs about two microseconds a row, as much as the cleaning itself; below some twenty million
rows one process is faster. One call cleans all columns, so that the cost is paid once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from . import _native

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame

__all__ = ["clean", "evidence_of"]


def evidence_of(frame: DataFrame, columns: Mapping[str, Any], *, rows: int = 100_000, **options: Any) -> str:
    """What the columns prove, from the first rows: the same for all workers, so that the result is that of one
    machine."""
    cleaner = _native.Cleaner(dict(columns), **options)
    cleaner.observe(frame.limit(rows).toArrow())
    return cleaner.evidence


def clean(frame: DataFrame, columns: Mapping[str, Any], *, evidence: str | None = None, **options: Any) -> DataFrame:
    """The cleaned table: as ``dinhdanh.clean(...).table``, computed by the workers.

    ``evidence`` is what ``Cleaner.evidence`` or :func:`evidence_of` gave; without it the first rows are looked at.
    """
    import pyarrow
    from pyspark.sql.pandas.types import from_arrow_schema

    columns = dict(columns)
    proven = evidence if evidence is not None else evidence_of(frame, columns, **options)

    def part(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        cleaner = _native.Cleaner(columns, evidence=proven, **options)
        for batch in batches:
            cleaned, _ = cleaner.clean(batch)
            yield from pyarrow.table(cleaned).to_batches()

    empty, _ = _native.Cleaner(columns, evidence=proven, **options).clean(frame.limit(0).toArrow())
    schema = from_arrow_schema(pyarrow.table(empty).schema)
    return frame.mapInArrow(part, schema)
