"""How a tree is read out of an evaluator's table: names, codes, weights and standards, cell by cell, as the table shows them."""

from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from evaluator_tables import HEAD

from evallib.model import EvallibError
from evallib.scoring import Review, read_evaluator_table, write_review

D = Decimal
MET = "完成得满分，否则不得分"


def table(path, rows, head=HEAD, above=(), merged=()):
    book = openpyxl.Workbook()
    for row in [*above, list(head), *rows]:
        book.active.append(list(row))
    for cells in merged:
        book.active.merge_cells(cells)
    book.save(path)
    return path


def read(path, rows, head=HEAD, **more):
    return read_evaluator_table(table(path / "t.xlsx", rows, head, **more)).framework


def leaves(framework):
    return [(leaf.code, leaf.name, leaf.weight, leaf.rule_text) for leaf in framework.leaves]


@pytest.mark.parametrize(("above", "found"), [(0, True), (1, True), (11, True), (12, False)])
def test_the_head_stands_within_the_first_twelve_rows(tmp_path, above, found):
    notes = [[f"说明第{n}行"] for n in range(above)]
    rows = [("甲", 100, "乙", 100, "丙", 100, MET)]
    if found:
        assert leaves(read(tmp_path, rows, above=notes)) == [("A11", "丙", 100, MET)]
    else:
        with pytest.raises(EvallibError, match="没有找到指标体系表"):
            read(tmp_path, rows, above=notes)


def test_a_table_without_a_year_holds_from_2000_on_and_one_of_a_year_for_that_year(tmp_path):
    path = table(tmp_path / "t.xlsx", [("甲", 100, "乙", 100, "丙", 100, MET)])
    open_, year = read_evaluator_table(path).framework.valid, read_evaluator_table(path, year=2024).framework.valid
    assert (open_.start, open_.end) == (date(2000, 1, 1), None)
    assert (year.start, year.end) == (date(2024, 1, 1), date(2024, 12, 31))


def test_a_standard_carried_on_below_keeps_the_cell_where_it_begins(tmp_path):
    rows = [
        ("甲", 100, "乙", 100, "丙", 60, "优得60分"),
        ("", "", "", "", "", "", "良得30分"),
        ("", "", "", "", "丁", 40, ""),
        ("", "", "", "", "", "", MET),
    ]
    found = read_evaluator_table(table(tmp_path / "t.xlsx", rows)).indicators
    assert [(one.row.cells["rule_text"].text, one.row.cells["rule_text"].name) for one in found] == [
        ("优得60分\n良得30分", "G2"),
        (MET, "G5"),
    ]


def test_only_a_standard_of_several_readings_has_a_list_to_choose_from(tmp_path):
    rows = [("甲", 100, "乙", 100, "丙", 60, MET), ("", "", "", "", "丁", 40, "完成率100%得满分，每低5%扣1分")]
    review = write_review(read_evaluator_table(table(tmp_path / "t.xlsx", rows)), tmp_path / "review.xlsx")
    sheet = openpyxl.load_workbook(review).worksheets[0]
    chosen = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert [(str(rule.sqref)[-1], rule.formula1) for rule in chosen] == [("3", '"1,2"')]


def test_codes_are_letters_and_numbers_and_a_dash_from_ten_on(tmp_path):
    rows = [
        ("甲" if n == 0 else "", 99 if n == 0 else "", "乙" if n == 0 else "", 99 if n == 0 else "", f"丙{n}", 9, MET)
        for n in range(11)
    ]
    rows += [("丁", 1, "戊", 1, "己", 1, MET)]
    codes = [leaf.code for leaf in read(tmp_path, rows).leaves]
    assert codes == [*(f"A1{n}" for n in range(1, 10)), "A1-10", "A1-11", "B11"]


def test_printed_codes_are_kept_and_weights_in_names_are_read(tmp_path):
    head = ("一级指标", "二级指标", "三级指标", "评分标准", "分值")
    rows = [("A 产出（60分）", "A1 数量（60分）", "A11 受理量", MET, 20), ("", "", "A12 办结量（40分）", MET, None),
            ("B 效益", "B1 满意", "B11 满意率", MET, "40分")]  # fmt: skip
    framework = read(tmp_path, rows, head)
    assert leaves(framework) == [("A11", "受理量", 20, MET), ("A12", "办结量", 40, MET), ("B11", "满意率", 40, MET)]
    parents = {node.code: (node.name, node.weight) for node in framework.path("A11")}
    assert parents["A"] == ("产出", 60) and parents["A1"] == ("数量", 60)
    assert framework.path("B11")[0].weight == 40, "a weight that is not printed is the sum below it"


def test_a_year_in_a_name_is_no_number_of_points(tmp_path):
    head = ("一级指标", "二级指标", "三级指标", "评分标准", "分值")
    rows = [("产出", "数量", "受理量（2023）", MET, 60), ("", "", "办结量（2023）（40分）", MET, None)]
    assert leaves(read(tmp_path, rows, head)) == [
        ("A11", "受理量（2023）", 60, MET),
        ("A12", "办结量（2023）", 40, MET),
    ]
    with pytest.raises(EvallibError, match="“受理量（2023）”没有分值"):
        read(tmp_path, [("产出", "数量", "受理量（2023）", MET, None)], head)


@pytest.mark.parametrize(("rows", "wanted"), [
    # A standard that runs on in rows without names belongs to the indicator above it.
    ([("甲", 100, "乙", 100, "丙", 100, "①有制度得50分；"), ("", "", "", "", "", "", "②有台账得50分")],
     [("丙", 100, "①有制度得50分；\n②有台账得50分")]),
    # A total is no indicator, and what stands beside it no standard.
    ([("甲", 100, "乙", 100, "丙", 100, MET), ("合计", 100, "", "", "", "", "见附表")], [("丙", 100, MET)]),
    # Parents named again are the same parents; the same name below another one is not.
    ([("甲", 100, "乙", 60, "丙", 30, MET), ("甲", 100, "乙", 60, "丁", 30, MET), ("甲", 100, "戊", 40, "丙", 40, MET)],
     [("丙", 30, MET), ("丁", 30, MET), ("丙", 40, MET)]),
    # Two indicators of one name are two.
    ([("甲", 100, "乙", 100, "丙", 50, MET), ("", "", "", "", "丙", 50, "有得50分，无不得分")],
     [("丙", 50, MET), ("丙", 50, "有得50分，无不得分")]),
])  # fmt: skip
def test_rows_of_a_tree(tmp_path, rows, wanted):
    framework = read(tmp_path, rows)
    assert [one[1:] for one in leaves(framework)] == wanted
    parents = [tuple(node.name for node in framework.path(leaf.code)[:-1]) for leaf in framework.leaves]
    assert all(path[0] == "甲" for path in parents)
    assert framework.path(framework.leaves[0].code)[0].weight == 100


def test_a_merged_standard_belongs_to_each_of_its_rows(tmp_path):
    rows = [("甲", 100, "乙", 100, "丙", 60, MET), ("", "", "", "", "丁", 40, None)]
    assert leaves(read(tmp_path, rows, merged=("G2:G3", "A2:A3", "C2:C3"))) == [
        ("A11", "丙", 60, MET), ("A12", "丁", 40, MET),
    ]  # fmt: skip


def test_weights_may_be_percentages_or_have_a_word(tmp_path):
    rows = [("甲", "100%", "乙", "100 分", "丙", "60％", MET), ("", "", "", "", "丁", "40 分", MET)]
    assert [leaf.weight for leaf in read(tmp_path, rows).leaves] == [60, 40]


@pytest.mark.parametrize(
    ("weights", "told"), [((60, 40), None), ((60, 41), "多 1 分"), ((60, 39), "少 1 分"), (("60", "40.5"), "多 0.5 分")]
)
def test_a_level_adds_up_to_the_one_above(tmp_path, weights, told):
    rows = [("甲", 100, "乙", 100, "丙", weights[0], MET), ("", "", "", "", "丁", weights[1], MET)]
    if told is None:
        assert len(read(tmp_path, rows).leaves) == 2
        return
    with pytest.raises(EvallibError) as error:
        read(tmp_path, rows)
    first = error.value.problems[0]
    assert told in first.message and first.value.startswith("下级之和") and first.expected == "100"


@pytest.mark.parametrize(("choice", "usual", "state", "kept"), [
    (None, False, "amber", ""), (None, True, "green", 0), (0, False, "green", 0), (1, False, "green", 1), (1, True, "green", 1),
])  # fmt: skip
def test_the_usual_reading_is_the_first_and_a_choice_wins_over_it(tmp_path, choice, usual, state, kept):
    path = table(tmp_path / "t.xlsx", [("甲", 100, "乙", 100, "丙", 100, "办结率95%得满分，每下降1%扣2分")])
    review = Review(usual=usual, choices={} if choice is None else {"A11": choice})
    found = read_evaluator_table(path, review)
    (read_one,) = found.indicators
    rule = found.framework.leaves[0].rule
    assert read_one.state == state
    if state == "green":
        assert (
            rule.choice == read_one.readings.readings[kept].choice
            and rule.reading == read_one.readings.readings[kept].rule
        )
    else:
        assert rule.kind == "judgement" and len(read_one.readings.readings) == 2
