"""Workbooks as offices have them."""

import datetime

import dinhdanh
import pytest

from test_cli import command, cells_of

openpyxl = pytest.importorskip("openpyxl")


def ward_office(path):
    """Titles merged above, two lines of headings, a numbering line, merged cells in the data, signatures below."""
    book = openpyxl.Workbook()
    guide = book.active
    guide.title = "Hướng dẫn"
    guide.append(["Mẫu ban hành kèm theo công văn"])
    sheet = book.create_sheet("Danh sách")
    sheet["A1"] = "UBND PHƯỜNG MẪU"
    sheet.merge_cells("A1:C1")
    sheet["A2"] = "DANH SÁCH CÔNG DÂN THÁNG 11 NĂM 2026"
    sheet.merge_cells("A2:H2")
    headings = ["STT", "Họ và tên", "Ngày, tháng, năm sinh", "Giới tính", "Giấy tờ", None, "Số ĐT", "Nơi thường trú"]
    below = [None, None, None, None, "Số CCCD", "Ngày cấp", None, None]
    for column, (above, under) in enumerate(zip(headings, below, strict=True), start=1):
        sheet.cell(4, column, above)
        sheet.cell(5, column, under)
        if under is None:
            sheet.merge_cells(start_row=4, end_row=5, start_column=column, end_column=column)
    sheet.merge_cells("E4:F4")
    for column in range(1, 9):
        sheet.cell(6, column, f"({column})")
    people = [
        ("NGUYỄN THỊ  MẪU", datetime.date(1999, 2, 17), "Nữ", 1199000018, datetime.date(2021, 5, 1), 912345678),
        ("Trần Văn Mẫu", "25/05/1960", "nam", "001060000019", None, "01201234567"),
        ("Lê Mẫu", 1950, "Nam", "001050000014", None, None),
    ]
    for at, (name, birth, sex, number, issued, phone) in enumerate(people):
        for column, value in enumerate((at + 1, name, birth, sex, number, issued, phone), start=1):
            sheet.cell(7 + at, column, value)
    # One household: one cell for the first two.
    sheet["H7"] = "12 Hàng Than, P.Phúc Xá, Q.Ba Đình, HN"
    sheet.merge_cells("H7:H8")
    sheet["H9"] = "không có"
    other = book.create_sheet("Tổ 2")
    other.append(["Họ tên", "CMND"])
    other.append(["PHẠM MẪU", 123546798])
    book.save(path)
    return path


def test_a_list_of_a_ward_office(tmp_path):
    source, out = ward_office(tmp_path / "phuong.xlsx"), tmp_path / "out.csv"
    done = command("clean", source, "-o", out, "--yes", "--today", "2026-11-21", "--report", tmp_path / "r.html")
    assert done.returncode == 0, done.stderr
    assert "Họ và tên -> full_name" in done.stderr and "STT -> -" in done.stderr
    cells = cells_of(out)
    assert cells["Họ và tên"] == ["Nguyễn Thị Mẫu", "Trần Văn Mẫu", "Lê Mẫu"]
    assert cells["Ngày, tháng, năm sinh"] == ["1999-02-17", "1960-05-25", "1950"]
    (number,) = [name for name in cells if "CCCD" in name]
    assert cells[number] == ["001199000018", "001060000019", "001050000014"]
    (issued,) = [name for name in cells if "Ngày cấp" in name]
    assert cells[issued][0] == "2021-05-01"
    assert cells["Số ĐT"] == ["0912345678", "0701234567", ""]
    home = "Nơi thường trú"
    assert cells[f"{home}_commune_name"] == ["Phường Hồng Hà", "Phường Hồng Hà", ""]
    assert cells["STT"] == ["1", "2", "3"]
    report = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "Nơi thường trú" in report and "0912345678" not in report


def test_sheets_by_name(tmp_path):
    source, out = ward_office(tmp_path / "phuong.xlsx"), tmp_path / "out.csv"
    done = command("clean", source, "-o", out, "--yes", "--sheet", "Tổ 2")
    assert done.returncode == 0, done.stderr
    assert cells_of(out) == {"Họ tên": ["Phạm Mẫu"], "CMND": ["123546798"]}
    done = command("clean", source, "-o", out, "--yes", "--sheet", "Tổ 3")
    assert done.returncode == 2 and "[sheet-unknown]" in done.stderr and "Tổ 2" in done.stderr
    table = dinhdanh.read_workbook(source.read_bytes(), sheet="Tổ 2")
    assert dinhdanh.clean(table).table["CMND"].to_pylist() == ["123546798"]
    with pytest.raises(KeyError):
        dinhdanh.read_workbook(source.read_bytes(), sheet="Tổ 3")


def test_the_same_through_python(tmp_path):
    table = dinhdanh.read_workbook(ward_office(tmp_path / "phuong.xlsx").read_bytes())
    result = dinhdanh.clean(table, today="2026-11-21")
    assert result.summary["rows"] == 3
    assert result.table["Họ và tên"].to_pylist() == ["Nguyễn Thị Mẫu", "Trần Văn Mẫu", "Lê Mẫu"]
    lost = [i for i in result.issues.to_pylist() if i["code"] == "leading-zero-lost"]
    assert {issue["column"] for issue in lost} == {next(n for n in table.column_names if "CCCD" in n), "Số ĐT"}
    assert result.table[next(n for n in table.column_names if "CCCD" in n)].to_pylist()[0] == "001199000018"


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Họ và tên", "full_name"),
        ("HỌ TÊN KHÁCH", "full_name"),
        ("Số CCCD/Số định danh", None),
        ("Số căn cước công dân", "id_number"),
        ("Số CMND cũ", "old_id_number"),
        ("Ngày tháng năm sinh", "date_of_birth"),
        ("Năm sinh", "date_of_birth"),
        ("Giới tính (Nam/Nữ)", "sex"),
        ("Điện thoại liên hệ", "phone"),
        ("Hộ khẩu thường trú", "address"),
        ("Mã thẻ BHYT", "insurance_number"),
        ("Biển số xe", "plate"),
        ("Thư điện tử", "email"),
        ("Ngày cấp", "date"),
        ("Ghi chú", "text"),
        ("STT", None),
        ("Điểm thi", None),
    ],
)
def test_vietnamese_headings_have_roles(heading, role):
    guessed = dinhdanh.guess_columns([heading])
    if role is not None:
        assert guessed == {role: heading}
    elif heading != "Số CCCD/Số định danh":
        assert guessed == {}


def test_the_first_of_two_columns_has_the_role_and_dates_may_be_several():
    names = ["Họ và tên", "Họ tên khách", "Ngày cấp", "Ngày hết hạn"]
    assert dinhdanh.guess_columns(names) == {"full_name": "Họ và tên", "date": ["Ngày cấp", "Ngày hết hạn"]}


def test_old_workbooks_and_pictures_are_refused_in_words(tmp_path):
    for name, start in {"old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "list.csv": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"}.items():
        path = tmp_path / name
        path.write_bytes(start + b"\0" * 2000)
        done = command("clean", path, "-o", tmp_path / "out.csv", "--yes")
        assert done.returncode == 3 and "[table-format]" in done.stderr and "Traceback" not in done.stderr
    path = tmp_path / "broken.xlsx"
    path.write_bytes(ward_office(tmp_path / "phuong.xlsx").read_bytes()[:3000])
    done = command("clean", path, "-o", tmp_path / "out.csv", "--yes")
    assert done.returncode == 3 and "[table-malformed]" in done.stderr
