"""Where readings of rules and values end: the last anchor, the open side, the only row, the thing that was not counted."""

from fractions import Fraction

import pytest

from evallib.parsing import compile_rule, parse_quantity, read_passage, role_of, score, shown

FULL = {"full": True}
REST = {"else": {"points": "0"}}


def points(rule, value):
    return shown(score(rule, value, 10))


@pytest.mark.parametrize(("anchors", "below", "at", "between", "above"), [
    ("60:1 80:6 90:10", "ask", "1", "3.5", "10"), ("60:10 80:6 90:0", "10", "10", "8", "0"), ("60:5 80:8 90:5", "5", "5", "6.5", "5"),
    ("60:6 80:2 90:8", "ask", "6", "4", "8"), ("60:0 80:4 90:10", "0", "0", "2", "10"), ("60:5 80:8 90:7", "ask", "5", "6.5", "7"),
])  # fmt: skip
def test_a_line_rises_or_falls_between_its_ends(anchors, below, at, between, above):
    """Below the first point it is asked only where the line rises from more than nothing to the last one."""
    rule = {"kind": "line", "unit": "%", "anchors": [pair.split(":") for pair in anchors.split()]}
    assert [points(rule, value) for value in ("55%", "60%", "70%", "95%")] == [below, at, between, above]
    told = rule | {"zero": [{"high": "50", "high_in": False}]}
    assert [points(told, value) for value in ("49%", "55%")] == ["0", at]


@pytest.mark.parametrize(("phrases", "rest", "nothing", "two"), [
    (("零发生",), {}, "10", "ask"), (("零发生",), REST, "10", "0"), (("零发生", "发生"), {}, "10", "6"), (("发生", "零发生"), {}, "6", "10"),
    (("零发生", "发生5起"), {}, "10", "ask"), (("零发生", "未出现"), {}, "ask", "ask"), (("零发生", "存在", "其他"), {}, "ask", "ask"),
])  # fmt: skip
def test_a_count_beside_words_for_none_and_for_some(phrases, rest, nothing, two):
    tiers = [
        {"words": [phrase], "give": {"points": worth}} for phrase, worth in zip(phrases, ("10", "6", "3"), strict=False)
    ]
    rule = {"kind": "words", "tiers": tiers, **rest}
    assert [points(rule, value) for value in ("0起", "2起", "50%")] == [nothing, two, "ask"]


@pytest.mark.parametrize(("unit", "span", "told"), [
    ("%", {"low": "90", "low_in": True}, {">90%": "10", "90%以上": "10", "85%以上": "ask", "≥100%": "10", "<90%": "0", "90%以下": "ask", "≤89%": "0"}),
    ("%", {"low": "90", "low_in": False}, {"≥90%": "ask", ">90%": "10", "≤90%": "0"}), ("件", {"high": "10", "high_in": False}, {"<10件": "10", "≤10件": "ask"}),
    ("件", {"high": "10", "high_in": True}, {"<10件": "10", "10件以内": "10", "≤11件": "ask", ">10件": "0", "11件以上": "0"}),
    ("%", {"low": "90", "low_in": True, "high": "100", "high_in": True}, {"≥90%": "10", "≥100%": "ask"}),
    ("件", {"low": "90", "low_in": True, "high": "900", "high_in": True}, {"≥90件": "10", "≥91件": "ask"}), ("件", {"low": "1", "low_in": True}, {"≤5件": "ask"}),
])  # fmt: skip
def test_a_bound_scores_where_all_beyond_it_earns_the_same(unit, span, told):
    """A share ends at 100%, any other number is tried up to ten times the bound, and down to nothing."""
    rule = {"kind": "ranges", "measure": "value", "unit": unit, "rows": [{"span": span, "give": FULL}], **REST}
    assert {value: points(rule, value) for value in told} == told


@pytest.mark.parametrize(
    ("place", "worth"), [("前30%", "10"), ("前31%", "4"), ("后10%", "0"), ("后16%", "4"), ("排名后14%", "0")]
)
def test_a_share_from_behind_stands_in_its_middle(place, worth):
    rows = [{"span": {"high": "30", "high_in": True}, "give": FULL}]
    rows += [{"span": {"low": "30", "low_in": False, "high": "92", "high_in": True}, "give": {"points": "4"}}]
    assert points({"kind": "ranges", "measure": "rank_share", "unit": "%", "rows": rows, **REST}, place) == worth


@pytest.mark.parametrize(("text", "value", "worth"), [
    ("差错率5%以内得4分，退件率10%以内得6分", "差错率5%；退件率10%", "10"), ("差错率5%以内得4分，退件率10%以内得6分", "差错率4%；退件率11%", "4"),
    ("占比20%以上的，每1个百分点扣1分", "23%", "7"), ("占比20%以上的，每1个百分点扣1分", "18%", "10"),
    ("完成率90%以上得10分，未完成的得3分", "92%", "10"), ("完成率90%以上得10分，未完成的得3分", "80%", "3"),
    ("完成率90%以上得10分，未完成的不得分", "80%", "0"),
])  # fmt: skip
def test_what_is_printed_holds_up_to_its_end(text, value, worth):
    assert points(compile_rule(text, 10).readings[0].rule, value) == worth


def test_goals_of_different_things_hold_their_ends():
    parts = compile_rule("差错率5%以内得4分，退件率10%以内得6分", 10).readings[0].rule["parts"]
    spans = [part["rule"]["rows"][0]["span"] for part in parts]
    assert spans == [{"high": "5", "high_in": True}, {"high": "10", "high_in": True}]


def test_the_usual_reading_stands_first():
    """A cap that is as high as what can be won lets the points pass their own number."""
    read = compile_rule("基础分10分，每发现1处问题扣1分，每获表彰1次加2分，最多加5分", 10)
    assert read.confidence == Fraction(7, 10)
    assert [(one.choice, one.rule["cap"]) for one in read.readings] == [("加分可以超过分值", "15"), ("通常读法", "10")]


@pytest.mark.parametrize(("text", "role"), [
    ("新增投入2倍", "growth"), ("新增投入为2倍", "multiple"), ("新增投入是2倍", "multiple"), ("收入是上年的2倍", "multiple"), ("增长3倍", "growth"),
])  # fmt: skip
def test_times_of_a_whole_or_times_more(text, role):
    assert [role_of(spot) for spot in read_passage(text)] == [role]


@pytest.mark.parametrize(("unit", "known"), [("省级示范性标准化服务站点", True), ("省级示范性标准化服务站点位", False)])
def test_a_unit_has_twelve_characters_at_most(unit, known):
    assert bool(parse_quantity("3", unit)) == known
