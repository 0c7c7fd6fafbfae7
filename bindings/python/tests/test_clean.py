"""Whole tables, files, and the command."""

import json
import subprocess
import sys

import dinhdanh
import pytest

COLUMNS = {
    "id_number": "cccd",
    "full_name": "ho_ten",
    "date_of_birth": "ngay_sinh",
    "sex": "gioi_tinh",
    "phone": "dien_thoai",
    "address": "dia_chi",
}
ROWS = [
    ["1199000018.0", "NGUYỄN THỊ  MẪU", "17/02/1999", "Nữ", "+84 912 345 678", "12 Hàng Than, P.Phúc Xá, Q.Ba Đình, HN"],
    ["001060000019", "Trần Văn Mẫu", "1960-05-04", "nam", "01201234567", None],
    ["không có", "NguyÔn V¨n MÉu", "31/02/1999", "Nam", "12", "xã Tân Hưng"],
]


def table():
    return {name: [row[at] for row in ROWS] for at, name in enumerate(COLUMNS.values())}


def test_a_table_is_cleaned_and_every_change_is_named():
    result = dinhdanh.clean(table(), COLUMNS, today="2026-11-21")
    cleaned = result.table.to_pydict()
    assert cleaned["cccd"] == ["001199000018", "001060000019", None]
    assert cleaned["ho_ten"] == ["Nguyễn Thị Mẫu", "Trần Văn Mẫu", "Nguyễn Văn Mẫu"]
    assert cleaned["ngay_sinh"] == ["1999-02-17", "1960-05-04", "31/02/1999"]
    assert cleaned["dien_thoai"] == ["0912345678", "0701234567", "12"]
    assert cleaned["dia_chi_commune_name"][0] == "Phường Hồng Hà"
    assert cleaned["dia_chi_status"][0] == "exact" and cleaned["dia_chi_status"][1] is None
    issues = result.issues.to_pylist()
    named = {(issue["row"], issue["column"]) for issue in issues}
    for at, name in enumerate(COLUMNS.values()):
        for row, before in enumerate(r[at] for r in ROWS):
            if cleaned[name][row] != before:
                assert (row, name) in named, (row, name)
    assert result.summary["rows"] == 3
    assert set(result.summary["scores"]) == {"correct", "complete", "clean", "alive"}
    known = set(dinhdanh.issue_codes())
    assert all(issue["code"] in known for issue in issues)
    assert {"address-old-unit", "address-name-only"} <= {i["code"] for i in issues if i["column"] == "dia_chi"}
    assert cleaned["dia_chi_old_code"][0] == "00001" and cleaned["dia_chi_old_name"][0] == "Phường Phúc Xá"


def test_cleaning_twice_changes_nothing():
    once = dinhdanh.clean(table(), COLUMNS, today="2026-11-21").table.to_pydict()
    again = dinhdanh.clean({name: once[name] for name in COLUMNS.values()}, COLUMNS, today="2026-11-21").table.to_pydict()
    assert again == once


def test_parts_give_what_the_whole_gives():
    big = {name: cells * 40 for name, cells in table().items()}
    whole = dinhdanh.clean(big, COLUMNS, today="2026-11-21")
    first = dinhdanh.Cleaner(COLUMNS, today="2026-11-21")
    first.observe(big)
    other = dinhdanh.Cleaner(COLUMNS, today="2026-11-21", evidence=first.evidence)
    parts = [
        other.clean({name: cells[at : at + 50] for name, cells in big.items()}, first_row=at) for at in (0, 50, 100)
    ]
    assert sum((part.to_pylist() for part, _ in parts), []) == whole.table.to_pylist()
    assert sum((issues.to_pylist() for _, issues in parts), []) == whole.issues.to_pylist()
    assert other.summary() == whole.summary
    assert "Mẫu" not in first.evidence


def test_arrow_in_and_out():
    pyarrow = pytest.importorskip("pyarrow")
    polars = pytest.importorskip("polars")
    wanted = dinhdanh.clean(table(), COLUMNS, today="2026-11-21").table.to_pylist()
    typed = pyarrow.table(table() | {"age": [27, 66, 27]})
    result = dinhdanh.clean(typed, COLUMNS, today="2026-11-21")
    out = pyarrow.table(result.table)
    assert out["age"].to_pylist() == [27, 66, 27]
    assert out.drop_columns(["age"]).to_pylist() == wanted
    assert polars.DataFrame(dinhdanh.clean(polars.DataFrame(table()), COLUMNS, today="2026-11-21").table).to_dicts() == wanted


def test_columns_are_guessed_from_their_names():
    names = ["STT", "Họ và tên", "Số CCCD", "Ngày sinh", "Giới tính", "SĐT", "Địa chỉ"]
    guessed = dinhdanh.guess_columns(names)
    assert guessed["full_name"] == "Họ và tên" and guessed["id_number"] == "Số CCCD"
    assert guessed["date_of_birth"] == "Ngày sinh"
    with pytest.raises(ValueError, match="no column"):
        dinhdanh.clean({"x": ["1"]})
    with pytest.raises(KeyError, match="no_such"):
        dinhdanh.clean(table(), {"full_name": "no_such"})


def test_the_report_shows_scores_and_hides_people(tmp_path):
    result = dinhdanh.clean(table(), COLUMNS, today="2026-11-21")
    for lang in ("vi", "en"):
        text = result.report_html(tmp_path / f"{lang}.html", lang=lang)
        assert text.startswith("<!doctype html>") and "http" not in text.replace("http-equiv", "")
        assert "NguyÔn" not in text and "1199000018" not in text and "Mẫu" not in text
    assert "Đúng" in result.report_html() and "%" in result._repr_html_()
    assert "Mẫu" not in repr(result) + result._repr_html_()


def write_list(path):
    lines = ["DANH SÁCH CÔNG DÂN", "", "Họ và tên;Số CCCD;Ngày sinh;SĐT"]
    lines += [f"{r[1]};{r[0]};{r[2]};{r[4]}" for r in ROWS] + ["Trần Văn MẪU;001060000019;04/05/1960;0701234567"]
    path.write_text("\n".join(lines), encoding="utf-8")


def command(*arguments, **options):
    return subprocess.run([sys.executable, "-m", "dinhdanh.cli", *map(str, arguments)], capture_output=True, text=True, **options)


def test_the_command_cleans_a_file(tmp_path):
    source, out = tmp_path / "list.csv", tmp_path / "out.csv"
    write_list(source)
    files = {name: tmp_path / name for name in ("report.html", "issues.csv", "pairs.csv", "trail.jsonl", "k1")}
    done = command(
        "clean", source, "-o", out, "--yes", "--today", "2026-11-21", "--report", files["report.html"],
        "--issues", files["issues.csv"], "--duplicates", files["pairs.csv"], "--audit", files["trail.jsonl"],
        "--key", files["k1"], "--operator", "officer-7", "--purpose", "test",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (cleaned,) = dinhdanh.CsvReader(out)
    assert cleaned["Họ và tên"].to_pylist()[:2] == ["Nguyễn Thị Mẫu", "Trần Văn Mẫu"]
    assert cleaned["Số CCCD"].to_pylist()[0] == "001199000018"
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    assert files["report.html"].read_text(encoding="utf-8").startswith("<!doctype html>")
    (pairs,) = dinhdanh.CsvReader(files["pairs.csv"])
    assert (pairs["left"][0], pairs["right"][0]) == ("1", "3")
    checked = dinhdanh.verify_audit(files["trail.jsonl"])
    assert (checked["operator"], checked["rows"]) == ("officer-7", 4)
    undo = dinhdanh.revert_audit(files["trail.jsonl"], key=files["k1"].read_bytes(), key_id="k1")
    assert (0, "Họ và tên", "NGUYỄN THỊ  MẪU") in undo and len(undo) == checked["changes"]
    assert "MẪU" not in files["trail.jsonl"].read_text(encoding="utf-8")
    assert "Mẫu" not in done.stdout + done.stderr


def test_exit_codes(tmp_path):
    source, out = tmp_path / "list.csv", tmp_path / "out.csv"
    write_list(source)
    assert command("clean", source, "-o", out, "--yes", "--strict").returncode == 1
    assert command("clean", source, "-o", out, stdin=subprocess.DEVNULL).returncode == 2
    assert command("clean", source, "-o", out, "-c", "full_name=Không có").returncode == 2
    assert command("clean", tmp_path / "missing.csv", "-o", out, "--yes").returncode == 3
    assert command("duplicates", source, "-o", out, "--yes").returncode == 0


def test_the_command_anonymises(tmp_path):
    source, out = tmp_path / "list.csv", tmp_path / "out.csv"
    rows = [f"Nguyễn Văn Mẫu;0010{60 + n % 2}00{n:04};01/01/19{60 + n % 2};Nam" for n in range(20)]
    rows.append("Trần Thị Mẫu;079150000001;01/01/1950;Nữ")
    source.write_text("\n".join(["Họ và tên;Số CCCD;Ngày sinh;Giới tính", *rows]), encoding="utf-8")
    done = command("anonymize", source, "-o", out, "--yes", "-k", "5")
    assert done.returncode == 0, done.stderr
    (kept,) = dinhdanh.CsvReader(out)
    columns = [kept[name].to_pylist() for name in kept.column_names]
    assert "Họ và tên" not in kept.column_names and len(kept) == 20
    assert dinhdanh.check_anonymity(columns, k=5)["k"] >= 5
    assert all(cell.endswith("*") for cell in kept["Số CCCD"].to_pylist())


def test_pseudonyms():
    options = {"key": b"k" * 32, "key_id": "2026a", "purpose": "test"}
    tokens = dinhdanh.pseudonymize_ids(["001199000018", "x", None], **options).to_pylist()
    assert tokens[0].startswith("2026a.") and tokens[1:] == [None, None]
    assert dinhdanh.pseudonymize_ids(["001199000018"], **options | {"purpose": "other"}).to_pylist() != tokens[:1]
    with pytest.raises(dinhdanh.UsageError):
        dinhdanh.pseudonymize_ids(["001199000018"], **options | {"key": b"short"})
    people = dinhdanh.pseudonymize_people(
        ["Nguyễn Thị Mẫu", "NGUYEN THI MAU"], ["1999-02-17"] * 2, ["Nữ"] * 2, **options
    ).to_pylist()
    assert people[0] == people[1] != None  # noqa: E711


def test_workbooks_and_old_encodings(tmp_path):
    path = tmp_path / "old.csv"
    path.write_bytes("Họ và tên,Số CCCD\n".encode() + "Nguyễn Thị Mẫu".encode("cp1258", "ignore") + b",001199000018\n")
    (part,) = dinhdanh.CsvReader(path)
    assert part.num_rows == 1
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["DANH SÁCH"])
    sheet.merge_cells("A1:C1")
    sheet.append([])
    sheet.append(["STT", "Họ và tên", "Số CCCD", "Ngày sinh"])
    sheet.append([1, "NGUYỄN THỊ MẪU", 1199000018, "17/02/1999"])
    book.save(tmp_path / "list.xlsx")
    read = dinhdanh.read_workbook((tmp_path / "list.xlsx").read_bytes())
    assert read.column_names == ["STT", "Họ và tên", "Số CCCD", "Ngày sinh"]
    done = command("clean", tmp_path / "list.xlsx", "-o", tmp_path / "out.csv", "--yes")
    assert done.returncode == 0, done.stderr
    (out,) = dinhdanh.CsvReader(tmp_path / "out.csv")
    assert out["Số CCCD"].to_pylist() == ["001199000018"]


def test_json_of_issues_is_stable():
    codes = dinhdanh.issue_codes()
    assert json.dumps(codes) and all(code["severity"] in ("info", "warning", "error") for code in codes.values())
