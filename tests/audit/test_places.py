"""Places of a finding as a reader looks them up."""

from evallib.audit import Document, Place, shortened, told_places


def _cell(row: int, column: int, *, block: int = 3, cell: str = "", file: str = "", name: str = "") -> Place:
    return Place(block, 0, 0, 10 + row, "", 1, row, column, name=name, cell=cell, file=file)


def _words(*places: Place) -> list[str]:
    return [words for words, _ in told_places(places)]


def test_a_title_printed_with_its_number_is_not_numbered_again():
    assert str(_cell(4, 2, name="表3  各镇分配表")) == "“表3 各镇分配表”第4行第2列"
    assert str(_cell(4, 2, name="各镇分配表")) == "表1“各镇分配表”第4行第2列"
    assert str(_cell(4, 2)) == "表1第4行第2列"


def test_cells_that_follow_each_other_are_one_range_and_a_gap_begins_another():
    assert _words(_cell(9, 4), *(_cell(row, 4) for row in (2, 3, 4, 6, 7))) == [
        "表1第9行第4列", "第2–4行第4列", "第6–7行第4列",
    ]  # fmt: skip
    assert _words(_cell(2, 5), _cell(2, 2), _cell(2, 3)) == ["表1第2行第5列", "第2行第2–3列"]


def test_a_corner_is_no_range():
    assert _words(_cell(9, 9), _cell(2, 2), _cell(3, 2), _cell(3, 3)) == [
        "表1第9行第9列", "第2–3行第2列", "第3行第3列",
    ]  # fmt: skip


def test_a_paragraph_is_told_once_and_a_file_where_it_changes():
    here = [Place(7, start, start + 2, 33, "", file="甲.docx") for start in (4, 9)]
    there = Place(2, 0, 2, 5, "", file="乙.docx")
    assert _words(*here, there) == ["甲.docx 第33行", "乙.docx 第5行"]
    assert [place for _, place in told_places([*here, there])] == [here[0], there]


def test_cells_of_a_workbook_are_told_as_excel_names_them():
    cells = [_cell(row, 6, cell=f"F{row}", file="表.xlsx", name="自评") for row in (21, 13, 14, 15)]
    other = _cell(2, 1, block=9, cell="A2", file="表.xlsx", name="附表")
    assert _words(*cells, other) == ["表.xlsx › 自评 › F21", "F13:F15", "表.xlsx › 附表 › A2"]


def test_of_many_scattered_places_the_number_is_told():
    scattered = [_cell(row, 2) for row in range(1, 40, 2)]
    assert len(_words(*scattered)) == 6
    assert _words(*scattered)[-1] == "第11行第2列等20处"


def test_a_long_sum_keeps_its_outcome_on_the_terminal():
    terms = " + ".join(f"{1000 + n}户" for n in range(20))
    assert shortened(f"{terms} = 20190户，报告为 20910户") == "1000户 + 1001户 + … + 1019户 = 20190户，报告为 20910户"
    assert shortened("1件 + 2件 = 3件") == "1件 + 2件 = 3件"


def test_a_line_of_a_page_is_counted_on_it():
    place = Place(7, 4, 6, 53, "", file="甲.pdf", page=2, on_page=19)
    assert str(place) == "甲.pdf 第2页第19行"
    pages = Document("甲.pdf", (), page_starts=(1, 35))
    assert [pages.page_at(line) for line in (1, 34, 35, 53)] == [(1, 1), (1, 34), (2, 1), (2, 19)]
    assert Document("甲.docx", ()).page_at(53) == (0, 0)
