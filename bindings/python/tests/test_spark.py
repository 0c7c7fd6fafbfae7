"""Spark gives what one machine gives. Needs PySpark, in an environment of its own: it does not yet know pandas 3."""

import os
import sys

import pytest

pyspark = pytest.importorskip("pyspark")

import dinhdanh  # noqa: E402
from dinhdanh import spark  # noqa: E402

from lists import COLUMNS, messy  # noqa: E402

TODAY = {"today": "2026-11-21"}


@pytest.fixture(scope="module")
def session():
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    options = {
        "spark.ui.enabled": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.shuffle.partitions": "4",
    }
    builder = SparkSession.builder.master("local[2]").appName("dinhdanh")
    for name, value in options.items():
        builder = builder.config(name, value)
    made = builder.getOrCreate()
    made.sparkContext.setLogLevel("ERROR")
    yield made
    made.stop()


def of_two(pairs):
    """Without those that are one person only through a third row: clusters tell of them, and they are made later."""
    return [pair for pair in pairs.to_pylist() if not any(text in pair["why"] for text in THROUGH)]


THROUGH = ("both are one person with another row", "cùng là một người với một dòng khác")


def numbered(rows, seed=1):
    columns = messy(rows, seed)
    return columns | {"n": list(range(len(columns["ho_ten"])))}


@pytest.fixture(scope="module")
def files(session, tmp_path_factory):
    """A list of 6 000 rows in several files, as clusters have them."""
    import pyarrow
    import pyarrow.parquet

    columns = numbered(6_000)
    table = pyarrow.table({name: pyarrow.array(cells) for name, cells in columns.items()})
    folder = tmp_path_factory.mktemp("list")
    for part in range(4):
        pyarrow.parquet.write_table(table.slice(part * 1_500, 1_500), folder / f"part-{part}.parquet")
    return columns, str(folder)


def test_cleaning_all_columns_in_one_pass(session, files):
    columns, folder = files
    wanted = dinhdanh.clean(columns, COLUMNS, **TODAY).table.to_pydict()
    frame = session.read.parquet(folder)
    first = dinhdanh.Cleaner(COLUMNS, **TODAY)
    first.observe(columns)
    got = spark.clean(frame, COLUMNS, evidence=first.evidence, **TODAY).orderBy("n").toArrow().to_pydict()
    assert got.keys() == wanted.keys()
    for name in wanted:
        assert [str(cell) for cell in got[name]] == [str(cell) for cell in wanted[name]], name
    # Evidence that Spark collects itself, from rows in the order of the list.
    alone = spark.evidence_of(frame.orderBy("n"), COLUMNS, **TODAY)
    assert alone == first.evidence


def test_pairs_are_those_of_one_machine(session, files):
    columns, folder = files
    wanted = of_two(dinhdanh.find_duplicates(columns, COLUMNS, lang="vi").pairs)
    assert len(wanted) > 400
    # A number that hundreds of rows share is no key: only neighbours are compared, here as there.
    assert sum(number == "001099000000" for number in columns["cccd"]) > 200
    first = dinhdanh.Cleaner(COLUMNS)
    first.observe(columns)
    frame = session.read.parquet(folder).repartition(7)
    found = spark.find_duplicates(frame, COLUMNS, row="n", evidence=first.evidence, lang="vi")
    got = found.toArrow().to_pylist()
    by_rows = {(pair["left"], pair["right"]): pair for pair in wanted}
    joined = {(p["left"], p["right"]) for p in dinhdanh.find_duplicates(columns, COLUMNS, lang="vi").pairs.to_pylist()}
    joined -= by_rows.keys()
    rows = [(pair["left"], pair["right"]) for pair in got]
    # What a third row joins may have been a weak pair before.
    assert set(rows) - joined == by_rows.keys() and len(rows) == len(set(rows))
    for pair in got:
        if (pair["left"], pair["right"]) in joined:
            continue
        good = by_rows[pair["left"], pair["right"]]
        assert pair["why"] == good["why"] and pair["score"] == pytest.approx(good["score"], abs=1e-9)


def test_numbers_of_buckets_and_rows_do_not_matter(session):
    columns = numbered(600, seed=3)
    columns["n"] = [10**12 + 7 * n for n in columns["n"]]
    whole = dinhdanh.find_duplicates(columns, COLUMNS, clean=False).pairs
    wanted = {(pair["left"], pair["right"]) for pair in of_two(whole)}
    joined = {(pair["left"], pair["right"]) for pair in whole.to_pylist()} - wanted
    frame = session.createDataFrame(list(zip(*columns.values(), strict=True)), ", ".join(
        f"{name} {'long' if name == 'n' else 'string'}" for name in columns
    ))
    for buckets in (1, 13):
        got = spark.find_duplicates(frame, COLUMNS, row="n", clean=False, buckets=buckets).toArrow().to_pylist()
        pairs = {((pair["left"] - 10**12) // 7, (pair["right"] - 10**12) // 7) for pair in got}
        assert pairs - joined == wanted


def test_wrong_calls_say_what_is_wrong(session):
    frame = session.createDataFrame([("1", "Nguyễn Thị Mẫu", 0)], "cccd string, ho_ten string, n int")
    with pytest.raises(ValueError, match="unknown role"):
        spark.find_duplicates(frame, {"cccd": "cccd"}, row="n")
