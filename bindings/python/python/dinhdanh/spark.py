"""PySpark: clean all columns in one pass, and find duplicates by blocking keys. No engine of our own.

Spark's socket to Python costs about two microseconds a row, as much as the cleaning itself; below some twenty million
rows one process is faster. One call cleans all columns, so that the cost is paid once. Results are those of one machine.

PySpark: làm sạch mọi cột trong một lượt, tìm người trùng theo khóa chặn; kết quả như trên một máy.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from . import _native
from ._clean import matching_columns

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame

__all__ = ["clean", "evidence_of", "find_duplicates"]

#: Lines of keys and rows that one call compares: a few dozen megabytes.
_BUCKET = 200_000


def evidence_of(frame: DataFrame, columns: Mapping[str, Any], *, rows: int = 10_000, **options: Any) -> str:
    """What the columns prove, from the first rows: the same for all workers, so that the result is that of one
    machine."""
    cleaner = _native.Cleaner(dict(columns), **options)
    cleaner.observe(frame.limit(rows).toArrow())
    return cleaner.evidence


def clean(frame: DataFrame, columns: Mapping[str, Any], *, evidence: str | None = None, **options: Any) -> DataFrame:
    """The cleaned table: as ``dinhdanh.clean(...).table``, computed by the workers.

    ``evidence`` is what ``Cleaner.evidence`` or :func:`evidence_of` gave; without it the first rows are looked at.
    ``options`` are those of :func:`dinhdanh.clean`; give ``today``, so that a job that runs over midnight is one.

    Làm sạch mọi cột trong một lượt ``mapInArrow``.
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


def find_duplicates(
    frame: DataFrame,
    columns: Mapping[str, Any],
    *,
    row: str,
    clean: bool = True,
    evidence: str | None = None,
    minimum: float = 0.5,
    lang: str = "en",
    buckets: int | None = None,
    **options: Any,
) -> DataFrame:
    """Pairs of rows that are one person: ``left, right, score, why``, as ``dinhdanh.find_duplicates(...).pairs``, but for
    those that are one person only through a third row: they are told by the clusters, which are made of these pairs.

    ``row`` is a column of whole numbers, each once, in the order of the list; ``left`` and ``right`` are taken from it.
    Cells are repaired first unless ``clean`` is false (``evidence`` and ``options`` as in :func:`clean`). The table is
    gone through three times: give one that lies in files or is persisted.

    1. ``mapInArrow``: what each part counts; Spark adds it up, the sums go to all workers.
    2. ``mapInArrow``: blocking keys; those that one row has alone are dropped.
    3. ``groupBy().applyInArrow``: rows of the same keys are compared.

    Tìm người trùng theo khóa chặn.
    """
    import pyarrow
    from pyspark.sql import functions as f

    wanted = matching_columns(columns, clean=clean)
    if clean:
        frame = _cleaned(frame, columns, evidence, options)
    people = frame.select(f.col(row).cast("long").alias("_row"), *dict.fromkeys(wanted.values()))

    def count(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for batch in batches:
            yield from pyarrow.table(_native.match_counts(batch, wanted)).to_batches()

    def keys(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for batch in batches:
            found = pyarrow.table(_native.match_keys(batch, wanted, "_row"))
            yield from found.rename_columns(["_key", "_row"]).to_batches()

    counted = people.mapInArrow(count, "kind long, key long, count long").groupBy("kind", "key")
    counted = counted.agg(f.sum("count").alias("count")).persist()
    # What the list has once says nothing. Of personal numbers only the sums are needed: they are as many as the people.
    values = counted.where("kind = 1 and count > 1").select("key", "count").toArrow()
    pairs_of = f.when(f.col("count") < 20, f.expr("count * (count - 1) div 2")).otherwise(0)
    totals = counted.select(
        f.sum(f.when(f.col("kind") == 0, f.col("count"))).alias("rows"),
        f.sum(f.when(f.col("kind") == 2, f.col("count"))).alias("numbered"),
        f.sum(f.when(f.col("kind") == 2, pairs_of)).alias("number_pairs"),
    ).collect()[0]
    counted.unpersist()
    sums = {name: int(total or 0) for name, total in totals.asDict().items()}
    shared_sums = frame.sparkSession.sparkContext.broadcast((values, sums))
    name = uuid.uuid4().hex

    def compare(group: pyarrow.Table) -> pyarrow.Table:
        counts = _counts(name, shared_sums)
        found = _native.match_groups(group, wanted, counts, key="_key", row="_row", minimum=minimum, lang=lang)
        return pyarrow.table(found)

    keyed = people.mapInArrow(keys, "_key long, _row long")
    shared = keyed.groupBy("_key").count().where("count > 1").select("_key")
    lines = keyed.join(shared, "_key").join(people, "_row")
    if buckets is None:
        buckets = max(sums["rows"] * 4 // _BUCKET, frame.sparkSession.sparkContext.defaultParallelism)
    bucket = f.pmod(f.xxhash64("_key"), f.lit(buckets)).alias("_bucket")
    pairs = lines.withColumn("_bucket", bucket).groupBy("_bucket").applyInArrow(
        compare, "left long, right long, score double, why string"
    )
    return pairs.dropDuplicates(["left", "right"])


def _cleaned(frame: DataFrame, columns: Mapping[str, Any], evidence: str | None, options: dict[str, Any]) -> DataFrame:
    known = {role: name for role, name in columns.items() if role in _native.column_roles()}
    return clean(frame, known, evidence=evidence, **options) if known else frame


#: The counts of the last list that this worker was asked about: made once for all its groups.
_last: tuple[str, _native.MatchCounts] | None = None


def _counts(name: str, sums: Any) -> _native.MatchCounts:
    global _last
    if _last is None or _last[0] != name:
        values, totals = sums.value
        _last = name, _native.MatchCounts(values, **totals)
    return _last[1]
