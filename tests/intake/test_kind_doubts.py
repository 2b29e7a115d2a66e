"""Tables that may be of another kind: the title or the few headers say so, and the whole table is asked for."""

import pytest
import yaml

from evallib.intake import read_file, read_folder

KIND, COLUMN = "intake.proposed_kind", "intake.proposed_column"


def read(workbook, *rows, sheet="Sheet1", path=None):
    return read_file(workbook({sheet: [list(row) for row in rows]}, *([path] if path else [])), 2023)


def asked(submission, *codes):
    return [problem for problem in submission.problems if problem.code in (codes or (KIND,))]


FOREIGN = {
    "goods at both ends of a year": [
        ["应急物料收发存登记"],
        ["门类", "名称", "计量单位", "期初数", "入库", "出库", "期末数"],
        ["照明", "头灯", "只", 50, 10, 5, 55],
        ["围挡", "水马", "个", 30, 0, 4, 26],
    ],
    "posts that are counted beside what they cost": [
        ["外聘保安经费测算表"],
        ["岗位", "人数", "月数", "保险", "服装", "加班"],
        ["门岗", 4, 12, 1.2, 0.3, 0.5],
        ["巡逻", 6, 12, 1.8, 0.4, 0.9],
    ],
    "a rate of something else": [
        ["各村案件处置汇总"],
        ["村名", "处置率", "采集", "立案", "分值"],
        ["东村", "97.1%", 120, 118, 9],
        ["西村", "95.0%", 90, 88, 8],
    ],
}


@pytest.mark.parametrize("rows", FOREIGN.values(), ids=FOREIGN)
def test_a_table_of_another_kind_is_not_filed_without_a_question(workbook, rows):
    submission = read(workbook, *rows)
    assert submission.tables and [problem.severity for problem in asked(submission)] == ["warning"]


def test_the_question_names_the_kinds_the_columns_and_the_lines_that_answer_it(workbook):
    (problem,) = asked(read(workbook, *FOREIGN["goods at both ends of a year"]))
    assert "按“资产情况”读入，把握不大" in problem.message and "标题说的不是这类内容" in problem.message
    assert "“期初数”→" in problem.value and "assets: {" in problem.advice and "移出文件夹" in problem.advice


def test_the_lines_settle_the_kind_and_the_table_is_read_as_before(workbook, tmp_path):
    path = tmp_path / "2023" / "物料.xlsx"
    before = read(workbook, *FOREIGN["goods at both ends of a year"], path=path)
    (problem,) = asked(before)
    lines = problem.advice.split("tables:")[1].split("；")[0]
    (path.parent / "mapping.yaml").write_text(f"tables:{lines}\n", encoding="utf-8")
    yaml.safe_load((path.parent / "mapping.yaml").read_text("utf-8"))
    after = read_folder(path.parent, 2023)
    assert asked(after, KIND, COLUMN) == []
    values = [
        frames[0][["item", "opening_yuan", "closing_yuan"]]
        for frames in (before.tables["assets"], after.tables["assets"])
    ]
    assert values[0].equals(values[1])


TITLED = ["满意度调查结果", "来访群众意见问卷", "甲县乙镇统计表", "2023年度情况汇总表（单位：份）", ""]


@pytest.mark.parametrize("title", TITLED)
def test_a_title_of_the_kind_or_of_no_matter_asks_nothing(workbook, title):
    rows = [[title]] * bool(title) + [["选项", "人数", "比重"], ["满意", 60, "60%"], ["一般", 40, "40%"]]
    submission = read(workbook, *rows)
    assert submission.tables.keys() == {"survey_answers"} and asked(submission) == []


def test_the_kinds_own_words_in_every_column_need_no_title(workbook):
    rows = [
        ["防疫专班内部流转"],
        ["科目", "年初预算", "调整后预算", "执行数", "执行率"],
        ["甲类", 10, 10, 9, "90%"],
        ["乙类", 10, 10, 8, "80%"],
    ]
    submission = read(workbook, ["单位：万元"], *rows)
    assert submission.tables and asked(submission) == []


def test_many_unread_columns_are_asked_for_under_the_right_title_too(workbook):
    others = ["甲项", "乙项", "丙项", "丁项", "戊项", "己项", "庚项"]
    rows = [
        ["热线工单办理情况"],
        ["单位", "工单数", "办结数", *others],
        ["东镇", 12, 11, *range(7)],
        ["西镇", 9, 8, *range(7)],
    ]
    (problem,) = asked(read(workbook, *rows))
    assert "另有 7 列不在这种表里" in problem.message


def test_rows_of_which_nobody_knows_what_they_are_are_asked_for(workbook):
    rows = [["承办人员名单"], ["单位", "人数", "课时"], ["某中心", 6, 4], ["某所", 3, 4], ["某队", 2, 4]]
    submission = read(workbook, *rows)
    (problem,) = asked(submission)
    assert "各行说的是什么（“人员类别”）又看不准" in problem.message


def test_as_many_columns_of_another_matter_as_were_understood_are_asked_for_under_the_right_title(workbook):
    heads = ["单位", "工单数", "办结数", "培训课时", "油料消耗", "出动车次"]
    rows = [["热线工单办理情况"], heads, ["东镇", 12, 11, 3, 40, 5], ["西镇", 9, 8, 2, 35, 6]]
    (problem,) = asked(read(workbook, *rows))
    assert "认得的表头只有 3 列，另有 3 列不在这种表里" in problem.message
    related = [["热线工单办理情况"], ["单位", "工单数", "办结数", "按时办结数", "超时办结数", "退单数"], *rows[2:]]
    assert asked(read(workbook, *related)) == []


def test_another_column_that_says_what_the_rows_are_is_asked_for(workbook):
    heads = ["品目", "采购内容", "数量", "单价（元）", "金额（元）"]
    rows = [["2023年采购明细"], heads, ["货物", "书柜", 3, 400, 1200], ["服务", "保洁", 1, 500, 500]]
    (problem,) = asked(read(workbook, *rows))
    assert "各行是什么，表中另有一列“采购内容”在说" in problem.message


@pytest.mark.parametrize(
    ("heading", "question"), {"所在网格片": "（“单位”）又看不准", "三级指标": "", "镇街": ""}.items()
)
def test_rates_side_by_side_belong_to_units_or_are_asked_for(workbook, heading, question):
    rows = [["热线考核"], [heading, "按时办结率", "满意率"], ["甲", "98%", "90%"], ["乙", "97%", "91%"]]
    submission = read(workbook, *rows)
    texts = [problem.message for problem in asked(submission)]
    if heading == "三级指标":  # it stands on its side
        assert "four_rates" not in submission.tables
    else:
        assert [question in text for text in texts] == [True] * bool(question)
