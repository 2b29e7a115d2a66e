"""Surveys (问卷调查): answers line by line, coarse shares among other questions, and votes of so many that took part."""

from __future__ import annotations

import pytest

_COARSE = (
    "一、结果\n1、您的性别？\n男：62.5%\n女：37.5%\n2、您的年龄？\n18周岁以下：0%\n19到35周岁：{}\n36周岁以上：75%\n"
    "3、您的职业？\n机关事业单位和社会团体工作人员：37.5%\n企业单位以及其他经济组织工作人员：50%\n学生以及离退休人员：12.5%\n"
    "4、布局是否清楚？\n清楚，好找：87.5%\n不清楚：12.5%"
)
_VOTES = (
    "本次调查共有240人参与。\n1、您对市容满意吗？\n满意[228票] 95%\n不满意[12票] 5%\n2、您用过哪些功能？（多选）\n"
    "查询[186票] 77.5%\n办事[{}票] 60%\n留言[57票] 23.75%"
)


@pytest.mark.parametrize(
    ("share", "found"), [("25%", []), ("26%", []), ("65%", [("share.total", "low")]), ("85%", [("share.total", "low")])]
)
def test_coarse_shares_make_up_a_hundred_where_other_questions_do(audit_text, share, found):
    audit = audit_text(_COARSE.format(share))
    assert [(f.code, f.confidence) for f in audit.findings] == found
    tied = [place.quote for place, state in audit.states.items() if state == "勾稽相符"]
    assert found or any(f"19到35周岁：{share}" in quote for quote in tied)


@pytest.mark.parametrize(
    "text",
    [
        "1、您的性别？\n男：62%\n女：38%\n2、您用过哪些功能？（多选）\n查询：80%\n办事：40%\n3、您满意吗？\n满意：91%\n一般：9%",
        "1、您用过哪些功能？\n查询：60%\n办事：48%",
        "1、您满意吗？\n满意：75%\n2、您了解吗？\n了解：60%\n不了解：40%\n3、您的性别？\n男：55%\n女：45%",
    ],
    ids=["several may be given", "no other question", "one answer alone"],
)
def test_answers_that_need_not_make_up_a_hundred_are_silent(audit_text, text):
    assert not audit_text(text).findings


def test_lines_with_a_share_each_are_not_one_sentence(audit_text):
    audit = audit_text(_COARSE.format("25%"))
    assert {"企业单位以及其他经济组织工作人员：50%"} <= {place.quote for place in audit.states}


@pytest.mark.parametrize(("count", "found"), [("144", []), ("174", ["60%"])])
def test_votes_are_shares_of_those_that_took_part_and_not_of_other_votes(audit_text, count, found):
    assert [f.printed for f in audit_text(_VOTES.format(count)).findings] == found
