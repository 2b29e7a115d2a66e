"""An evaluator's own table, as he has it, becomes a framework; what is not certain is asked for, cell by cell."""

from decimal import Decimal

import openpyxl
import pytest
from evaluator_tables import HEAD, ROWS, write_document, write_workbook

from evallib.model import EvallibError
from evallib.scoring import (
    CHOICE,
    REWRITTEN,
    Entry,
    ImportJob,
    Review,
    differences,
    export_framework,
    import_framework,
    load_framework,
    read_evaluator_table,
    read_review,
    run_import,
    score_indicator,
    to_yaml,
    write_blank_table,
    write_review,
)


def small(path, rows, head=HEAD):
    book = openpyxl.Workbook()
    book.active.append(list(head))
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


def one(path, standard, weight=100, value=None, score=None):
    return small(path, [("甲", weight, "乙", weight, "丙", weight, standard, value, score)])


@pytest.mark.slow
def test_merged_blank_and_word_tables_give_one_framework(tmp_path):
    frameworks = [
        read_evaluator_table(path, name="体系").framework.model_dump(exclude={"source"})
        for path in (
            write_workbook(tmp_path / "merged.xlsx"),
            write_workbook(tmp_path / "blank.xlsx", merged=False),
            write_document(tmp_path / "word.docx"),
        )
    ]
    assert frameworks[0] == frameworks[1] == frameworks[2]
    assert len([1 for row in ROWS if row[4]]) == 30


def test_every_standard_is_read_and_gives_the_score_of_the_table(tmp_path):
    table = read_evaluator_table(write_workbook(tmp_path / "t.xlsx"))
    states = {read.row.name: read.state for read in table.indicators}
    assert {name for name, state in states.items() if state != "green"} == {"制度执行有效性"}
    assert states["制度执行有效性"] == "judged"
    assert differences(table) == []
    scored = {read.row.name: read.computed for read in table.indicators if read.computed}
    assert scored["按时办结率"] == "2.40" and scored["预算执行率"] == "4.83"


def test_formula_and_reading_agree_for_the_whole_table(tmp_path):
    table = read_evaluator_table(write_workbook(tmp_path / "t.xlsx"))
    leaves = {leaf.name: leaf for leaf in table.framework.leaves}
    for read in table.indicators:
        if read.computed and read.row.text("value"):
            got = score_indicator(table.framework, leaves[read.row.name], Entry.of(read.row.text("value")))
            assert got.score == Decimal(read.computed), read.row.name


def test_a_level_that_does_not_add_up_is_named_with_its_cell_and_by_how_much(tmp_path):
    rows = [
        ("甲", 60, "乙", 60, "丙", 30, "完成得满分，否则不得分"),
        ("", "", "", "", "丁", 25, "完成得满分，否则不得分"),
        ("戊", 40, "己", 40, "庚", 40, "完成得满分，否则不得分"),
    ]
    with pytest.raises(EvallibError) as error:
        read_evaluator_table(small(tmp_path / "t.xlsx", rows))
    problem = error.value.problems[0]
    assert problem.cell == "D2"
    assert "少 5 分" in problem.message
    assert "丙 30" in problem.advice


def test_a_weight_typed_as_words_and_a_missing_one_are_named(tmp_path):
    rows = [
        ("甲", "", "乙", "", "丙", "加5分", "完成得满分，否则不得分"),
        ("", "", "", "", "丁", None, "完成得满分，否则不得分"),
    ]
    with pytest.raises(EvallibError) as error:
        read_evaluator_table(small(tmp_path / "t.xlsx", rows))
    assert {(p.code, p.cell) for p in error.value.problems} >= {
        ("framework.weight", "F2"),
        ("framework.no_weight", "E3"),
    }


def test_a_table_without_standards_is_told_what_was_expected(tmp_path):
    with pytest.raises(EvallibError, match="评分标准"):
        read_evaluator_table(small(tmp_path / "t.xlsx", [("甲", 1)], head=("单位", "金额")))


def test_an_open_reading_waits_for_its_choice_and_keeps_it_as_data(tmp_path):
    path = one(tmp_path / "t.xlsx", "办结率95%得满分，每下降1%扣2分", value="93.1%")
    first = read_evaluator_table(path)
    assert first.indicators[0].state == "amber"
    assert first.framework.leaves[0].rule.kind == "judgement"
    review = write_review(first, tmp_path / "review.xlsx")
    book = openpyxl.load_workbook(review)
    sheet = book["核对表"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, columns[CHOICE], "2")
    book.save(review)
    again = read_evaluator_table(path, read_review(review))
    rule = again.framework.leaves[0].rule
    assert (again.indicators[0].state, rule.kind, rule.choice) == ("green", "printed", "1%按相对目标值计")
    assert rule.reading["relative"] is True


def test_a_standard_that_was_not_read_can_be_written_again_in_plain_words(tmp_path):
    path = one(tmp_path / "t.xlsx", "甲乙丙各档次照旧扣3分、2分处理；特殊情况另行扣1分/天不等")
    review = Review(rewritten={"A11": "每发现一处扣3分，扣完为止"})
    table = read_evaluator_table(path, review)
    leaf = table.framework.leaves[0]
    assert (leaf.rule.kind, leaf.rule_text) == ("printed", "每发现一处扣3分，扣完为止")


def test_a_choice_that_is_no_number_is_named_with_its_cell(tmp_path):
    table = read_evaluator_table(one(tmp_path / "t.xlsx", "办结率95%得满分，每下降1%扣2分"))
    review = write_review(table, tmp_path / "review.xlsx")
    book = openpyxl.load_workbook(review)
    columns = {cell.value: cell.column for cell in book["核对表"][1]}
    book["核对表"].cell(2, columns[CHOICE], "通常")
    book.save(review)
    with pytest.raises(EvallibError, match="应填序号"):
        read_review(review)
    assert REWRITTEN in columns


def test_the_framework_comes_back_from_yaml_and_from_excel_as_it_was(tmp_path):
    framework = read_evaluator_table(write_workbook(tmp_path / "t.xlsx"), Review(usual=True)).framework
    (tmp_path / "f.yaml").write_text(to_yaml(framework), encoding="utf-8")
    assert load_framework(tmp_path / "f.yaml") == framework
    assert import_framework(export_framework(framework, tmp_path / "e.xlsx")) == framework


def test_a_score_that_its_standard_does_not_give_is_told_with_its_cell(tmp_path):
    job = ImportJob(
        one(tmp_path / "t.xlsx", "每发现一处扣5分", value="3处", score=90), tmp_path / "out.yaml", tmp_path / "r.xlsx"
    )
    result = run_import(job)
    found = [p for p in result.problems if p.code == "framework.score_differs"]
    assert [(p.cell, p.value) for p in found] == [("I2", "90")]
    assert "85.00" in found[0].expected
    assert result.left == 0


def test_the_blank_table_is_itself_read(tmp_path):
    table = read_evaluator_table(write_blank_table(tmp_path / "blank.xlsx"))
    assert [read.state for read in table.indicators] == ["green", "green", "green", "green", "judged"]
