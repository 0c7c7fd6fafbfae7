"""The command: what it says and how it ends, above all when something is wrong."""

import os
import pty
import subprocess
import sys

import dinhdanh
import pytest
from dinhdanh._problems import PROBLEMS

from lists import write_csv


def command(*arguments, **options):
    line = [sys.executable, "-m", "dinhdanh.cli", *map(str, arguments)]
    return subprocess.run(line, capture_output=True, text=True, **options)


def cells_of(path):
    parts = list(dinhdanh.CsvReader(path))
    return {name: sum((part[name].to_pylist() for part in parts), []) for name in parts[0].column_names}


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "list.csv"
    write_csv(path, 200)
    return path


def refused(done, code, returned):
    """What is wrong is said in both languages with its code, and nothing else happens."""
    assert done.returncode == returned, done.stderr
    assert f"Lỗi [{code}]" in done.stderr and f"Error [{code}]" in done.stderr, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


COMMANDS = ("clean", "duplicates", "anonymize")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_does_its_work(source, tmp_path, name):
    out = tmp_path / "out.csv"
    how = ["-c", "sex=Giới tính", "-c", "id_number=Số CCCD", "-k", "2"] if name == "anonymize" else ["--yes"]
    done = command(name, source, "-o", out, *how)
    assert done.returncode == 0, done.stderr
    cells = cells_of(out)
    assert all(cells.values()) and "Traceback" not in done.stderr
    wanted = {
        "clean": {"Địa chỉ_commune_code", "Họ và tên"},
        "duplicates": {"left", "right", "score", "why"},
        "anonymize": {"Số CCCD", "Giới tính"},
    }
    assert wanted[name] <= cells.keys()


@pytest.mark.parametrize("name", COMMANDS)
def test_files_that_cannot_be_read(source, tmp_path, name):
    out = tmp_path / "out.csv"
    refused(command(name, tmp_path / "no.csv", "-o", out, "--yes"), "list-missing", 3)
    refused(command(name, tmp_path, "-o", out, "--yes"), "list-directory", 3)
    empty = tmp_path / "empty.csv"
    for content in (b"", b"\n\n", b"\xef\xbb\xbf"):
        empty.write_bytes(content)
        refused(command(name, empty, "-o", out, "--yes"), "list-empty", 3)
    empty.write_text("Họ và tên,Số CCCD,Giới tính\n", encoding="utf-8")
    refused(command(name, empty, "-o", out, "--yes"), "list-no-rows", 3)
    assert not out.exists()
    refused(command(name, source, "-o", tmp_path / "no" / "out.csv", "--yes"), "output-unwritable", 3)
    refused(command(name, source, "-o", source, "--yes"), "output-is-input", 2)
    if os.geteuid() != 0:
        source.chmod(0)
        refused(command(name, source, "-o", out, "--yes"), "list-unreadable", 3)


@pytest.mark.parametrize("name", COMMANDS)
def test_columns_that_are_not_known(source, tmp_path, name):
    out = tmp_path / "out.csv"
    refused(command(name, source, "-o", out, "-c", "full_name=Không có"), "column-missing", 2)
    refused(command(name, source, "-o", out, "-c", "ho_ten=Họ và tên"), "role-unknown", 2)
    refused(command(name, source, "-o", out, "-c", "full_name"), "role-unknown", 2)
    done = command(name, source, "-o", out, stdin=subprocess.DEVNULL)
    refused(done, "columns-unconfirmed", 2)
    assert "Họ và tên -> full_name" in done.stderr  # they are shown all the same
    unknown = tmp_path / "unknown.csv"
    unknown.write_text("a,b\n1,2\n", encoding="utf-8")
    done = command(name, unknown, "-o", out, "--yes")
    refused(done, "columns-unknown", 2)
    assert "a, b" in done.stderr
    assert not out.exists()


def test_options_that_cannot_be(source, tmp_path):
    out = tmp_path / "out.csv"
    refused(command("clean", source, "-o", out, "--yes", "--today", "21/11/2026"), "option-value", 2)
    refused(command("clean", source, "-o", out, "--yes", "--audit", tmp_path / "trail"), "audit-key-file", 2)
    short = tmp_path / "short"
    short.write_bytes(b"x")
    trail = ["--audit", tmp_path / "trail", "--key", short]
    done = command("clean", source, "-o", out, "--yes", *trail)
    assert done.returncode == 2 and "[audit-key-file]" in done.stderr
    refused(command("clean", source, "-o", out, "--yes", "--report", source), "output-is-input", 2)
    refused(command("duplicates", source, "-o", out, "--yes", "--minimum", "7"), "option-value", 2)
    refused(command("anonymize", source, "-o", out, "--yes", "-k", "1"), "option-value", 2)
    refused(command("anonymize", source, "-o", out, "--yes", "-k", "5000"), "k-not-reached", 2)
    refused(command("anonymize", source, "-o", out, "-c", "full_name=Họ và tên"), "nothing-anonymous", 2)
    assert command("clean", source).returncode == 2  # argparse says what is missing
    assert command("--version").stdout.strip() == dinhdanh.__version__


def test_what_is_wrong_is_said_in_two_languages_and_ends_as_documented():
    for code, (returned, kind, *texts) in PROBLEMS.items():
        assert returned in (2, 3) and issubclass(kind, dinhdanh.DinhDanhError), code
        assert all(text.endswith((".", "pyarrow")) for pair in texts for text in pair), code
    assert not PROBLEMS.keys() & dinhdanh.error_codes().keys()


def test_strict_runs_end_with_one(source, tmp_path):
    out = tmp_path / "out.csv"
    assert command("clean", source, "-o", out, "--yes", "--strict").returncode == 1
    right = tmp_path / "right.csv"
    right.write_text("Họ và tên\nNguyễn Thị Mẫu\n", encoding="utf-8")
    assert command("clean", right, "-o", out, "--yes", "--strict").returncode == 0


def test_encodings_of_files(tmp_path):
    out = tmp_path / "out.csv"
    text = "Họ và tên\tSố CCCD\r\nNGUYỄN THỊ MẪU\t001199000018\r\n"
    path = tmp_path / "list.txt"
    for encoding in ("utf-16", "utf-16-be", "utf-8-sig", "utf-8"):
        path.write_bytes((b"\xfe\xff" if encoding == "utf-16-be" else b"") + text.encode(encoding))
        assert command("clean", path, "-o", out, "--yes").returncode == 0, encoding
        assert cells_of(out) == {"Họ và tên": ["Nguyễn Thị Mẫu"], "Số CCCD": ["001199000018"]}, encoding
    # Long enough that pieces of the file end within lines and characters.
    rows = "".join(f"NGUYỄN THỊ MẪU {'😀' * (n % 3)}\t{n:012}\r\n" for n in range(20_000))
    path.write_bytes((text + rows).encode("utf-16"))
    read = cells_of(path)
    assert read["Số CCCD"][1:] == [f"{n:012}" for n in range(20_000)]
    assert read["Họ và tên"][2] == "NGUYỄN THỊ MẪU 😀" and len(read["Họ và tên"]) == 20_001
    # A list of the nineties: TCVN3, byte by byte.
    path.write_bytes("Ho va ten;So CCCD\n".encode() + "NguyÔn ThÞ MÉu".encode("latin-1") + b";001199000018\n")
    assert command("clean", path, "-o", out, "--yes").returncode == 0
    assert cells_of(out)["Ho va ten"] == ["Nguyễn Thị Mẫu"]


def test_headings_that_occur_twice_keep_their_cells(tmp_path):
    path, out = tmp_path / "list.csv", tmp_path / "out.csv"
    path.write_text("Họ và tên,Ghi chú,Họ và tên,,Ghi chú\nNGUYỄN MẪU,a,LÊ MẪU,x,b\nTRẦN MẪU\n", encoding="utf-8")
    done = command("clean", path, "-o", out, "--yes")
    assert done.returncode == 0, done.stderr
    cells = cells_of(out)
    assert cells["Họ và tên"] == ["Nguyễn Mẫu", "Trần Mẫu"] and cells["Họ và tên_3"] == ["LÊ MẪU", ""]
    assert (cells["_4"], cells["Ghi chú"], cells["Ghi chú_5"]) == (["x", ""], ["a", ""], ["b", ""])
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.Table.from_arrays([pyarrow.array(["LÊ MẪU"]), pyarrow.array(["PHẠM MẪU"])], names=["x", "x"])
    with pytest.raises(ValueError, match="twice"):
        dinhdanh.clean(table, {"full_name": "x"})


def test_two_lists_with_other_headings(tmp_path):
    left, right, out = tmp_path / "left.csv", tmp_path / "right.csv", tmp_path / "pairs.csv"
    left.write_text("Họ và tên,Số CCCD,Ngày sinh\nNGUYỄN THỊ MẪU,001199000018,17/02/1999\n", encoding="utf-8")
    right.write_text("name;dob;citizen id\nTrần Mẫu;1960;\nNguyễn Thị Mẫu;1999-02-17;001199000018\n", encoding="utf-8")
    done = command("duplicates", left, "--with", right, "-o", out, "--yes")
    assert done.returncode == 0, done.stderr
    cells = cells_of(out)
    assert (cells["left"], cells["right"]) == (["0"], ["1"])
    right.write_text("a;b\n1;2\n", encoding="utf-8")
    refused(command("duplicates", left, "--with", right, "-o", out, "--yes"), "columns-unknown", 2)
    refused(command("duplicates", left, "--with", tmp_path / "no.csv", "-o", out, "--yes"), "list-missing", 3)


def typed(answer, *arguments):
    """The command at a terminal, where somebody answers."""
    owner, terminal = pty.openpty()
    line = [sys.executable, "-m", "dinhdanh.cli", *map(str, arguments)]
    running = subprocess.Popen(line, stdin=terminal, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    os.write(owner, answer.encode())
    out, err = running.communicate(timeout=60)
    os.close(owner)
    os.close(terminal)
    return running.returncode, out, err


def test_guessed_columns_are_confirmed_and_progress_is_shown(source, tmp_path):
    out = tmp_path / "out.csv"
    code, _, err = typed("có\n", "clean", source, "-o", out, "--progress")
    assert code == 0 and "OK?" in err
    assert "100%" in err and "rows" in err
    code, _, err = typed("\n", "clean", source, "-o", tmp_path / "other.csv")
    assert code == 2 and "columns-unconfirmed" in err and not (tmp_path / "other.csv").exists()
    assert "%" not in command("clean", source, "-o", out, "--yes", "--quiet").stderr


def test_nobody_is_named_by_what_is_printed(source, tmp_path):
    for name in COMMANDS:
        done = command(name, source, "-o", tmp_path / "out.csv", "--yes")
        assert not any(word in done.stdout + done.stderr for word in ("Nguyễn", "NGUYỄN", "Hàng Than", "0011", "1199"))
