"""Spark gives what one machine gives."""

import pytest

pyspark = pytest.importorskip("pyspark")

import dinhdanh  # noqa: E402
from dinhdanh import spark  # noqa: E402

from test_clean import COLUMNS, table  # noqa: E402


@pytest.fixture(scope="module")
def session():
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").appName("dinhdanh").config("spark.ui.enabled", "false")
    made = builder.config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1").getOrCreate()
    yield made
    made.stop()


def test_the_same_result_as_on_one_machine(session):
    rows = {name: cells * 100 for name, cells in table().items()}
    order = list(range(len(rows["cccd"])))
    wanted = dinhdanh.clean(rows | {"n": order}, COLUMNS, today="2026-11-21").table.to_pylist()
    names = [*rows, "n"]
    schema = ", ".join(f"{name} string" for name in rows) + ", n int"
    frame = session.createDataFrame(list(zip(*rows.values(), order, strict=True)), schema).repartition(4)
    cleaner = dinhdanh.Cleaner(COLUMNS, today="2026-11-21")
    cleaner.observe(rows)
    got = spark.clean(frame, COLUMNS, evidence=cleaner.evidence, today="2026-11-21").orderBy("n")
    found = [row.asDict() for row in got.collect()]
    for row, good in zip(found, wanted, strict=True):
        assert {name: row[name] for name in row if name != "n"} == {name: good[name] for name in good if name != "n"}
    assert set(names) <= set(found[0])
