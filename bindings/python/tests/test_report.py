"""The report: whole, of one file, and without anybody in it."""

import html.parser
import re

import dinhdanh
import pytest
from dinhdanh import _report

from lists import COLUMNS, messy

VOID = {"meta", "br", "circle"}


class Outline(html.parser.HTMLParser):
    """Tags that are opened are closed, and nothing points outside."""

    def __init__(self, text):
        super().__init__()
        self.open, self.headings, self.texts = [], [], []
        self.feed(text)
        assert self.open == [], self.open

    def handle_starttag(self, tag, attributes):
        assert tag not in ("script", "link", "img", "iframe", "object", "base", "form", "a"), tag
        for name, value in attributes:
            assert name not in ("src", "href", "action", "background") and not name.startswith("on"), name
            assert "url(" not in (value or ""), value
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        assert tag in VOID, tag

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, tag

    def handle_data(self, data):
        if self.open and self.open[-1] in ("h1", "h2"):
            self.headings.append(data)
        elif not (self.open and self.open[-1] == "style"):
            self.texts.append(data)
        else:
            assert "@import" not in data and "url(" not in data


@pytest.fixture(scope="module")
def result():
    return dinhdanh.clean(messy(3_000), COLUMNS, today="2026-11-21")


def test_the_report_is_one_file_with_all_its_parts(result, tmp_path):
    path = tmp_path / "report.html"
    text = result.report_html(path)
    assert path.read_text(encoding="utf-8") == text
    outline = Outline(text)
    wanted = ["Báo cáo chất lượng danh sách", "Tình trạng từng cột", "Việc cần làm", "Vấn đề theo cột"]
    assert outline.headings[:4] == wanted and outline.headings[-1].startswith("Các dòng nhiều lỗi nhất")
    for word in ("Đúng", "Đủ", "Sạch", "Sống", "3.000", "Nghiêm trọng", "Cơ sở dữ liệu quốc gia"):
        assert any(word in data for data in outline.texts), word
    english = Outline(result.report_html(lang="en", title="List of <ward> & others"))
    assert english.headings[0] == "List of <ward> & others" and "What to do next" in english.headings
    assert any("3,000" in data for data in english.texts)
    assert not re.search(r"[ạảãăâđêôơưĐ]", "".join(english.texts).split("Rows with the most")[0])
    with pytest.raises(ValueError, match="lang"):
        result.report_html(lang="fr")


def test_numbers_are_those_of_the_summary(result):
    counts = result.summary["columns"]["cccd"]
    outline = Outline(result.report_html(lang="en"))
    for kind in ("right", "repaired", "empty"):
        assert f"{counts[kind]:,}" in outline.texts
    assert f"{counts['candidates'] + counts['unknown']:,}" in outline.texts


def test_nobody_is_in_it(result):
    texts = result.report_html() + result.report_html(lang="en") + result._repr_html_()
    columns = messy(3_000)
    for name in ("cccd", "ho_ten", "dien_thoai", "dia_chi", "ngay_sinh"):
        for cell in set(columns[name]):
            assert len(cell) < 6 or cell == "không có" or cell not in texts, name


def test_notebooks_get_the_short_form(result):
    outline = Outline(result._repr_html_())
    assert "Tình trạng từng cột" in outline.headings and "Việc cần làm" not in outline.headings


def test_worst_rows_come_from_all_parts():
    worst = _report.Worst()
    for part in range(5):
        cells = {"ho_ten": ["Nguyễn Mẫu"] * 20, "cccd": ["001199000018"] * 20}
        cells["ho_ten"][part] = "Ng?y?n"
        if part == 3:
            cells["cccd"][part] = "0011990000"
        cleaner = dinhdanh.Cleaner({"full_name": "ho_ten", "id_number": "cccd"})
        cleaner.observe(cells)
        _, issues = cleaner.clean(cells, first_row=part * 20)
        worst.add(issues)
    rows = worst.table()
    assert list(rows) == [63, 0, 21, 42, 84]
    assert {column for column, _, _ in rows[63]} == {"ho_ten", "cccd"}
    assert all("0011990000" != value for cells in rows.values() for _, _, value in cells)


def test_a_list_without_issues_says_so():
    text = dinhdanh.clean({"ho_ten": ["Nguyễn Thị Mẫu"]}, {"full_name": "ho_ten"}).report_html()
    outline = Outline(text)
    assert any("Không có vấn đề nào" in data for data in outline.texts) and "Việc cần làm" not in outline.headings
    assert any("100,0%" in data for data in outline.texts)


def test_names_of_columns_are_text_and_no_markup():
    name = "<b onclick=x>Họ & tên</b>"
    Outline(dinhdanh.clean({name: ["NGUYỄN  MẪU"]}, {"full_name": name}).report_html())
