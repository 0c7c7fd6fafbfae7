"""Columns of names, dates, numbers and telephones."""

import unicodedata

import dinhdanh
import pytest


def values(column):
    return [row["value"] for row in column.to_pylist()]


def test_names():
    cells = ["  NGUYỄN thị  MẪU ", "NguyÔn ThÞ MÉu", unicodedata.normalize("NFD", "Trần Văn Hòa"), "Lê Thị Hoà", None]
    column = dinhdanh.normalize_names(cells)
    assert values(column) == ["Nguyễn Thị Mẫu", "Nguyễn Thị Mẫu", "Trần Văn Hòa", "Lê Thị Hòa", None]
    assert values(dinhdanh.normalize_names(["Lê Thị Hòa"], tone="hoà")) == ["Lê Thị Hoà"]
    row = dinhdanh.normalize_names(["Nguyen Thi Mau"])[0]
    assert (row["status"], row["value"], row["issues"]) == ("unknown", None, ["name-no-diacritics"])
    assert set(row) == {"value", "status", "candidates", "issues", "confidence"}
    with pytest.raises(ValueError, match="tone"):
        dinhdanh.normalize_names(cells, tone="x")


def test_dates():
    cells = ["17/02/1999", "ngày 17 tháng 02 năm 1999", "02/1999", "1960", "36208", "31/02/1999"]
    column = dinhdanh.normalize_dates(cells, today="2026-11-21")
    assert values(column) == ["1999-02-17", "1999-02-17", "1999-02", "1960", "1999-02-17", None]
    row = dinhdanh.normalize_dates(["05/04/1999"])[0]
    assert (row["status"], row["candidates"]) == ("candidates", ["1999-04-05", "1999-05-04"])
    # One cell of the column proves the order for the others.
    assert values(dinhdanh.normalize_dates(["05/04/1999"] + ["17/02/1999"] * 5))[0] == "1999-04-05"


def test_numbers_and_telephones():
    cells = ["001199000018", "1199000018.0", "001.199.000.018", "không có"]
    assert values(dinhdanh.normalize_ids(cells)) == ["001199000018"] * 3 + [None]
    row = dinhdanh.normalize_ids(["024681357"])[0]
    assert (row["value"], row["issues"]) == ("024681357", ["old-number"])
    # Ten digits may be a number that lost its zeros: alone it is a candidate, not a value.
    row = dinhdanh.normalize_ids([1199000018])[0]
    assert (row["status"], row["candidates"]) == ("candidates", ["001199000018"])
    assert values(dinhdanh.normalize_phones(["+84 912 345 678", "01201234567", "0212"])) == ["0912345678", "0701234567", None]


def test_right_values_stay_as_they_are():
    right = ["Nguyễn Thị Mẫu", "H'Hen Niê", "Lê Ngô Ý", "Tôn Thất Minh Mẫu"]
    column = dinhdanh.normalize_names(right)
    assert values(column) == right
    assert all(row["issues"] == [] and row["confidence"] == 100 for row in column.to_pylist())
