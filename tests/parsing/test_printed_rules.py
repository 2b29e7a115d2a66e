"""Printed rules → points: every phrasing of the list, what must be asked, and what is never guessed."""

from fractions import Fraction

import pytest
from printed_lists import printed

from evallib.parsing import answer, answer_many, compile_rule, score, shown

LIST = printed("rules", "wordings", "states")
EVERY = [*LIST, *printed("phrasings")]


def same(got: str | None, wanted: str) -> bool:
    if got in {None, "ask", "judgement"} or wanted in {"ask", "judgement"}:
        return got == wanted
    return Fraction(got) == Fraction(wanted)


@pytest.mark.sampled(9)
@pytest.mark.parametrize("entry", EVERY, ids=[entry["text"][:24] for entry in EVERY])
def test_points_of_a_printed_rule(entry):
    rule = compile_rule(entry["text"], entry["weight"])
    assert rule.readings
    got = [(case["value"], shown(score(rule, case["value"])), case["score"]) for case in entry["cases"]]
    assert [one for one in got if not same(one[1], one[2])] == []


@pytest.mark.slow
def test_no_score_leaves_the_range_from_nothing_to_the_weight_unless_the_text_says_so():
    for entry in LIST:
        rule = compile_rule(entry["text"], entry["weight"])
        bonus = any(word in entry["text"] for word in ("加", "奖", "负分"))
        for case in entry["cases"]:
            result = score(rule, case["value"])
            if result.score is not None and not bonus:
                assert 0 <= result.score <= Fraction(entry["weight"]), (entry["text"], case)


def test_a_percent_of_a_rate_is_asked_for_and_the_usual_reading_comes_first():
    told = answer("办结率98%得满分，每降低1%扣权重5%", 10, "94.08%")
    assert told["score"] == "ask"
    assert [Fraction(reading["score"]) for reading in told["readings"]] == [Fraction("8.04"), Fraction(8)]
    assert told["usual"] == "8.04"
    assert answer("办结率98%得满分，每降低1个百分点扣权重5%", 10, "94.08%")["score"] == "8.04"


def test_a_fraction_of_a_larger_step_is_asked_for_unless_the_text_settles_it():
    assert answer("完成率100%得满分，每低5个百分点扣1分", 10, "93%")["score"] == "ask"
    assert answer("完成率100%得满分，每低5个百分点扣1分，不足5个百分点不扣", 10, "93%")["score"] == "9"
    assert answer("完成率100%得满分，每低5个百分点扣1分，不足5个百分点按5个百分点计", 10, "93%")["score"] == "8"


def test_whole_number_ranges_leave_holes_that_are_asked_for():
    text = "得分95-100分的计5分，90-94分的计3分，90分以下不计分"
    assert answer(text, 5, "94.5分")["score"] == "ask"
    assert answer(text, 5, "96分")["score"] == "5"


def test_a_unit_that_does_not_fit_is_asked_for():
    assert answer("单价不超过120元得满分，每高出1元扣0.1分", 5, "3件")["score"] == "ask"
    assert answer("完成率≥95%得满分，每低1个百分点扣0.5分", 5, "0.93")["score"] == "ask"


@pytest.mark.parametrize(
    "text",
    ["综合评定，最高3分", "视情节轻重扣1-5分", "态度好得4-5分，一般得2-3分", "见考核办法附件", "积极参加各项活动"],
)
def test_what_a_person_must_judge_is_never_computed(text):
    assert answer(text, 5, "90%")["score"] == "judgement"


def test_a_list_answers_in_the_order_of_its_values():
    entries = [
        {"id": "甲", "text": "每发现一处扣0.5分，最多扣2分", "weight": "5", "values": ["0处", "3处", "9处"]},
        {"id": "乙", "text": "优得3分，良得2分，差不得分", "weight": "3", "values": ["良", "优", "中"]},
    ]
    assert answer_many(entries) == {"甲": ["5", "3.5", "3"], "乙": ["2", "3", "ask"]}


def test_faults_of_print_are_mended():
    clean = answer("办结率≤100%得4分，每超1个百分点扣0.2分", 4, "103%")
    assert clean["score"] == "3.4"
    assert answer("办 结 率Q100%得4 分，每超 1个 百分点扣0. 2分", 4, "103%")["score"] == "3.4"
    assert answer("发现一处问题扣l分", 4, "2处")["score"] == answer("发现一处问题扣1分", 4, "2处")["score"]


@pytest.mark.parametrize(
    "text", ["", "得分", "扣", "加倍扣分（首", "每", "≥%得满分", "①②③", "每低于扣1分，每高于扣2分", "1、2、3、"]
)
@pytest.mark.parametrize("value", ["", "97%", "1/0", "第0名", "满足⑳", {}, [], None, -3])
def test_fragments_and_odd_values_give_an_answer_and_no_crash(text, value):
    told = answer(text, 5, value)
    assert told["score"] in {None, "ask", "judgement"} or 0 <= Fraction(told["score"]) <= 5
