"""Lists larger than memory."""

import resource
import subprocess
import sys

import dinhdanh
import pytest

from lists import COLUMNS, messy, write_csv

TODAY = "2026-11-21"


def joined(stream):
    parts = list(stream)
    return sum((t.to_pylist() for t, _ in parts), []), sum((i.to_pylist() for _, i in parts), [])


def test_parts_from_every_source_give_what_the_whole_gives(tmp_path):
    pyarrow = pytest.importorskip("pyarrow")
    import pyarrow.parquet

    columns = messy(12_000)
    whole = dinhdanh.clean(columns, COLUMNS, today=TODAY)
    wanted = whole.table.to_pylist(), whole.issues.to_pylist()
    table = pyarrow.table(columns)
    path = tmp_path / "list.parquet"
    pyarrow.parquet.write_table(table, path, row_group_size=2_000)
    sources = {
        "reader": lambda: pyarrow.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=1_500)),
        "one large batch": lambda: table,
        "parquet": lambda: pyarrow.parquet.ParquetFile(path).iter_batches(batch_size=3_000),
        "tables": lambda: iter([table.slice(0, 5_000), table.slice(5_000)]),
    }
    for name, source in sources.items():
        for threads in (1, 3):
            stream = dinhdanh.clean_stream(source(), COLUMNS, today=TODAY, threads=threads, rows=2_000)
            assert joined(stream) == wanted, (name, threads)
            assert stream.summary == whole.summary, name
    duckdb = pytest.importorskip("duckdb")
    result = duckdb.sql(f"select * from '{path}'")
    stream = dinhdanh.clean_stream(result, COLUMNS, today=TODAY)
    assert joined(stream)[0] == wanted[0]
    other = dinhdanh.clean_stream(table.slice(10_000), COLUMNS, today=TODAY, evidence=stream.evidence)
    assert joined(other)[0] == wanted[0][10_000:]


def test_columns_are_guessed_and_empty_streams_said(tmp_path):
    part = {"Họ và tên": ["NGUYỄN THỊ  MẪU"], "x": ["1"]}
    stream = dinhdanh.clean_stream([part])
    assert stream.columns == {"full_name": "Họ và tên"}
    ((table, _),) = stream
    assert table.to_pydict()["Họ và tên"] == ["Nguyễn Thị Mẫu"]
    with pytest.raises(ValueError, match="empty"):
        dinhdanh.clean_stream([])
    with pytest.raises(ValueError, match="no column"):
        dinhdanh.clean_stream([{"x": ["1"]}])


def test_a_source_that_fails_is_not_taken_for_its_end():
    def broken():
        yield messy(20_000)
        raise OSError("cable")

    stream = dinhdanh.clean_stream(broken(), COLUMNS)
    with pytest.raises(OSError, match="cable"):
        list(stream)


def peak_of(*arguments):
    """Exit code, and the most memory that the command held, in MiB."""
    code = (
        "import resource, sys; from dinhdanh.cli import main; code = main(sys.argv[1:]);"
        "print(code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    code, peak = done.stdout.splitlines()[-1].split()
    return int(code), int(peak) / 1024


@pytest.mark.skipif(not hasattr(resource, "RUSAGE_SELF"), reason="POSIX only")
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_memory_does_not_grow_with_the_file(tmp_path, kind):
    small, large = tmp_path / "small.csv", tmp_path / "large.csv"
    write_csv(small, 40_000)
    body = small.read_bytes()
    heading, rows = body.split(b"\n", 1)
    large.write_bytes(heading + b"\n" + rows * 5)
    if kind == "parquet":
        pyarrow_csv = pytest.importorskip("pyarrow.csv")
        import pyarrow.parquet

        for path in (small, large):
            text = pyarrow_csv.ConvertOptions(column_types=dict.fromkeys(heading.decode().strip().split(","), "string"))
            table = pyarrow_csv.read_csv(path, convert_options=text)
            pyarrow.parquet.write_table(table, path.with_suffix(".parquet"), row_group_size=8_192)
    peaks = {}
    for path in (small, large):
        out = tmp_path / f"out.{kind}"
        code, peaks[path.stem] = peak_of(
            "clean", path.with_suffix(f".{kind}"), "-o", out, "--yes", "--quiet", "--rows", 8_192,
            "--report", tmp_path / "report.html", "--issues", tmp_path / "issues.csv",
        )  # fmt: skip
        assert code == 0
    # Five times the rows: the whole of the larger list, cleaned, would be 60 MiB more.
    assert peaks["large"] < peaks["small"] + 20, peaks
