"""Where rules, reviews and what-ifs begin and end: the last value on each side, the first of several, nothing at all."""

from datetime import date
from decimal import Decimal

import openpyxl
import pandas as pd
import pytest
from evaluator_tables import HEAD
from pydantic import TypeAdapter

from evallib.model import EvallibError
from evallib.parsing import compile_rule
from evallib.scoring import (
    BatchReview,
    Framework,
    ImportJob,
    Indicator,
    Rule,
    UnitInput,
    changed_targets,
    day_from,
    day_number,
    disagreement,
    misfits,
    movements,
    parse,
    read_evaluator_table,
    run_import,
    score_unit,
    spread_value,
)

D = Decimal
GRADES = [{"name": "优", "range": "[90, 100]"}, {"name": "其他", "range": "[0, 90)"}]


def card(*leaves, published=(), **entries):
    framework = Framework.model_validate(
        {"id": "t", "name": "试", "valid": {"from": "2024-01-01"}, "grades": GRADES, "indicators": list(leaves)}
    )
    given = {code: entry if isinstance(entry, dict) else {"value": entry} for code, entry in entries.items()}
    unit = {
        "unit": "x",
        "unit_name": "某镇",
        "year": 2024,
        "framework": "t",
        "indicators": given,
        "published": list(published),
    }
    return score_unit(framework, UnitInput.model_validate(unit))


def leaf(code, weight, rule, **more):
    return {"code": code, "name": f"指标{code}", "weight": weight, "rule": rule, **more}


PER_POINT = {"kind": "linear", "deduct_points": "1"}
FAULTS = {"kind": "deficiencies", "deduct_points": "5", "zero_clause": "无规划", "veto": "违规"}


def test_a_row_of_a_scorecard_has_four_levels_and_these_columns():
    tree = {"code": "A", "name": "产出", "weight": "100", "children": [leaf("A1", "100", PER_POINT, target="≥90%")]}
    found = card(tree, A1="85%")
    (row,) = found.rows()
    assert list(row) == ["code", "name", "level1", "level2", "level3", "level4", "weight", "value", "score", "score_rate", "lost",
                         "literal", "published", "status", "status_label", "reason"]  # fmt: skip
    assert [row[f"level{n}"] for n in range(1, 5)] == ["A 产出", "A1 指标A1", "", ""]
    assert (row["score"], row["score_rate"], row["lost"], row["published"]) == (95, D("0.95"), 5, None)
    assert list(found.to_frame().columns) == list(row)


@pytest.mark.parametrize(
    ("inputs", "told"),
    [
        ({"问题项数": "2"}, "问题项数2"), ({"问题项数": "2", "无规划": "否"}, "问题项数2"), ({"问题项数": "2", "无规划": "是"}, "问题项数2；无规划是"),
        ({"问题项数": "0", "无规划": "是", "违规": "是"}, "问题项数0；无规划是；违规是"),
    ],
)  # fmt: skip
def test_a_value_is_told_by_what_was_counted_and_by_what_applies(inputs, told):
    assert card(leaf("A", "100", FAULTS), A={"inputs": inputs}).scores["A"].value_text == told


def test_more_than_three_figures_are_told_by_their_number():
    for names, told in (("甲乙丙", "甲次数1；乙次数1；丙次数1"), ("甲乙丙丁", "4项数据")):
        rule = {"kind": "items", "items": [{"name": name, "points": "1"} for name in names]}
        inputs = {f"{name}次数": "1" for name in names}
        assert card(leaf("A", "100", rule), A={"inputs": inputs}).scores["A"].value_text == told


CHANGED = ("达到95%得满分，每降低1个百分点扣1分，扣完为止", "达到95%得满分，每降低1个百分点扣2分，扣完为止")


@pytest.mark.parametrize(
    ("read", "printed", "parted"),
    [(0, 0, None), (0, 1, ("92%", 4, 7)), (1, 0, ("92%", 7, 4)), (1, 1, None)],
)
def test_a_text_that_was_changed_after_it_was_read_is_held_against_its_rule(read, printed, parted):
    reading = compile_rule(CHANGED[read], 10).readings[0].rule
    rule = {"kind": "printed", "text": CHANGED[read], "reading": reading}
    node = Indicator.model_validate(
        {"code": "A", "name": "甲", "weight": "10", "rule": rule, "rule_text": CHANGED[printed]}
    )
    found = disagreement(node)
    assert (None if found is None else (found.value, found.by_text, found.by_rule)) == parted


STEPS = {"kind": "steps", "target": "95", "unit": "%", "bad": "below", "per": "1", "deduct": {"points": "1"}}
DAYS = {"kind": "steps", "target": "10", "unit": "天", "bad": "above", "per": "1", "deduct": {"points": "1"}}
VETO = {"veto": ["弄虚作假"]}
VALUE = "业绩值"


@pytest.mark.parametrize(
    ("rule", "written", "inputs"),
    [
        (STEPS, "按期完成", {VALUE: "95%"}), (STEPS, "98", None), (STEPS, "下降5%", {VALUE: "-5%"}), (DAYS, "按期", {VALUE: "10天"}),
        (DAYS, "逾期3天", {VALUE: "13天"}), (DAYS, "12天", None), (DAYS, "无", {VALUE: "0天"}), (DAYS | {"due": "2024-06-30"}, "逾期3天", {VALUE: "13天"}),
        (STEPS | VETO, "弄虚作假", {"弄虚作假": "是"}), (STEPS | VETO, "发现有弄虚作假行为", {"弄虚作假": "是"}), (STEPS | VETO, "作假", {"弄虚作假": "是"}),
        (STEPS | VETO, "假", None), (STEPS | VETO, "95%", None), (STEPS | {"veto": ["扣95%"]}, "95%", None),
        ({"kind": "ratio", "unit": "%", "target": "100"}, "3/4", {VALUE: "75%"}), ({"kind": "ratio", "unit": "%", "target": "100"}, "75%", None),
        ({"kind": "met"}, "是", {VALUE: "是"}), ({"kind": "met"}, "未完成", {VALUE: "否"}), ({"kind": "met"}, "一般", None),
        ({"kind": "formula", "names": ["完成数"]}, "18件", {"完成数": "18件"}),
        ({"kind": "formula", "names": ["完成数", "计划数"]}, "完成数18；计划数20", {"完成数": "18", "计划数": "20"}),
        ({"kind": "formula", "names": ["完成数", "计划数"]}, "完成数18", None),
    ],
)  # fmt: skip
def test_inputs_for_which_a_written_value_stands(rule, written, inputs):
    assert spread_value(rule, written) == inputs


def told_misfits(rule, weight="2"):
    return [told for told, _, _ in misfits(TypeAdapter(Rule).validate_python(rule), D(weight))]


def tiers(*points):
    return {
        "kind": "tiers",
        "tiers": [{"when": [word], "points": p} for word, p in zip("差中好", points, strict=False)],
    }


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (tiers("0", "1", "2"), []), (tiers("2", "1", "0"), []), (tiers("0", "3", "1"), ["最高档“中” 3 大于分值 2"]), (tiers("0", "1"), ["最高档“中” 1 小于分值 2，得不到满分"]),
        (tiers("0", None, "1"), []), (tiers(None, None), []), (tiers("2", None), []), (tiers("3", None), ["最高档“差” 3 大于分值 2"]),
        ({"kind": "ranges", "ranges": [{"from": "95%", "points": "1"}, {"points": "0"}]}, ["最高段 1 小于分值 2，得不到满分"]),
        ({"kind": "ranges", "ranges": [{"from": "95%", "points": "0"}, {"points": "2"}]}, []),
        ({"kind": "proportional", "cap": "120%"}, ["封顶比例 120%，最多 2.4 大于分值 2"]), ({"kind": "proportional"}, []), ({"kind": "judgement"}, []),
    ],
)  # fmt: skip
def test_what_a_rule_gives_at_most_is_held_against_its_weight(rule, told):
    assert told_misfits(rule) == told


@pytest.mark.parametrize(
    ("items", "score"),
    [
        ({"甲": "5%"}, "10"),
        ({"甲": "12%"}, "8"),
        ({"甲": "12%", "乙": "-13%"}, "5"),
        ({"甲": "12%", "乙": "1%", "丙": "11%"}, "7"),
    ],
)
def test_a_band_of_several_items_adds_what_each_is_beyond(items, score):
    rule = {"kind": "band", "tolerance": "10%", "deduct_points": "1", "each": True}
    rest = leaf("B", "90", {"kind": "judgement"})
    found = card(leaf("A", "10", rule), rest, A={"inputs": {VALUE: items}}).scores["A"]
    assert found.score == D(score)
    assert ("超出幅度合计" in found.state) is (len(items) > 1)


class Told:
    """A store that holds one table of goals."""

    def __init__(self, *goals):
        self.goals = pd.DataFrame(list(goals), columns=["goal_name", "target"])

    def table(self, name):
        return self.goals if name == "goals" else pd.DataFrame()


@pytest.mark.parametrize(
    ("declared", "used", "changed"),
    [
        ("92%以上", "≥95%", True),
        ("95%以上", "≥95%", False),
        ("良好", "≥95%", False),
        ("95件", "≥95%", False),
        (None, "≥95%", False),
        ("92%", None, False),
    ],
)
def test_a_target_that_is_not_the_declared_one(declared, used, changed):
    rule = PER_POINT if used else {"kind": "judgement"}
    found = card(leaf("A", "100", rule, target=used), A="97%" if used else {})
    assert [one.code for one in changed_targets(found, Told((" 指标A ", declared), (None, "50%")))] == (
        ["A"] if changed else []
    )
    assert list(changed_targets(found, Told())) == []


def test_a_target_does_not_move_to_nothing():
    """≤5% less five points is 0%: what a target of nothing means is not told, so the score stays."""
    rest = leaf("B", "60", {"kind": "deficiencies", "deduct_points": "5"})
    found = movements(card(leaf("A", "40", PER_POINT, target="≤5%"), rest, A="8%", B={"inputs": {"问题项数": "0"}}))
    bar = next(m for m in found if m.kind == "target")
    assert (bar.low_label, bar.high_label, bar.low_total, bar.high_total) == ("目标 0%", "目标 10%", 97, 100)


def table(path, rows):
    book = openpyxl.Workbook()
    for row in [HEAD, *rows]:
        book.active.append(list(row))
    book.save(path)
    return path


MET = "完成得满分，否则不得分"


@pytest.mark.parametrize(("full", "warned"), [(100, False), (99, True), (101, True)])
def test_a_table_whose_points_are_no_hundred_is_told(tmp_path, full, warned):
    found = read_evaluator_table(table(tmp_path / "t.xlsx", [("甲", full, "乙", full, "丙", full, MET)]))
    assert ("framework.full_score" in {problem.code for problem in found.problems}) is warned
    assert found.framework.full_score == full
    assert found.framework.grade(D(full)) == "优" and found.framework.grade(D(full) * 9 / 10) == "优"
    assert found.framework.grade(D(full) * 9 / 10 - D("0.01")) == "良" and found.framework.grade(D(0)) == "差"


@pytest.mark.parametrize(
    ("name", "standard", "kind"),
    [
        ("加分项", "获市级表彰加2分", "bonus"),
        ("扣分项", "被通报扣2分", "deduction"),
        ("加减分项", "获表彰加1分，被通报扣1分", "bonus"),
        ("奖励加分", "", "bonus"),
        ("减分项", "", "deduction"),
        ("扣分项", "每次2分", "deduction"),
        ("加减分项", "被通报扣1分", "deduction"),
        ("减分项", "已整改的加1分", "bonus"),
    ],
)
def test_a_group_beside_the_hundred_adds_or_takes(tmp_path, name, standard, kind):
    rows = [
        ("甲", 100, "乙", 100, "丙", 100, MET),
        (name, 5, name, 5, "其他" if kind == "bonus" else "通报", 5, standard),
    ]
    found = read_evaluator_table(table(tmp_path / "t.xlsx", rows))
    assert [(item.kind, item.cap) for item in found.framework.adjustments] == [
        (kind, 5)
    ] and found.framework.full_score == 100
    state = found.indicators[-1].state
    assert (state == "judged") is (kind == "deduction" or not standard)


def test_scoring_data_of_an_import_need_a_year_and_a_unit_that_is_a_folder(tmp_path):
    path = table(tmp_path / "体系.xlsx", [("甲", 100, "乙", 100, "丙", 100, MET)])
    for unit, year, told in (("town", None, "写评分数据需要年度"), ("某 镇", 2024, "不能用作单位文件夹的名称")):
        with pytest.raises(EvallibError, match=told):
            run_import(ImportJob(path, tmp_path / "f.yaml", unit=unit, year=year))


def test_classes_of_a_review_come_in_their_order_with_their_points():
    from evallib.model import ProblemList
    from evallib.scoring import ReviewRow

    def row(kind, effect):
        return ReviewRow("u", "", "A", "甲", D(10), "", None, None, None, kind, D(effect), "")

    found = BatchReview(
        2024,
        [row("open", "0"), row("rule", "-2"), row("rule", "1.5"), row("rounding", "0.01")],
        [],
        ProblemList(),
        4,
        [],
    )
    assert found.by_class() == [("未按评分规则", 2, D("3.5")), ("四舍五入", 1, D("0.01")), ("无法核对", 1, D(0))]
    assert found.rows[1].texts()[-3:] == ["-2.00", "未按评分规则", ""] and found.rows[2].texts()[9] == "+1.50"


@pytest.mark.parametrize("digits", ["一二三四五", "12345"])
@pytest.mark.parametrize("depth", [1, 2, 3, 4, 5])
def test_levels_are_numbered_in_either_writing_from_the_first(tmp_path, digits, depth):
    book = openpyxl.Workbook()
    book.active.append([*(f"{digit}级指标" for digit in digits[:depth]), "分值", "评分标准"])
    book.active.append([*(f"第{n}层" for n in range(depth)), 100, MET])
    book.save(tmp_path / "t.xlsx")
    found = read_evaluator_table(tmp_path / "t.xlsx").framework
    assert [node.name for node in found.walk()] == [f"第{n}层" for n in range(depth)] and found.leaves[0].weight == 100


def test_a_level_out_of_its_order_is_no_level(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["二级指标", "分值", "评分标准"])
    book.active.append(["甲", 100, MET])
    book.save(tmp_path / "t.xlsx")
    with pytest.raises(EvallibError, match="没有找到指标体系表"):
        read_evaluator_table(tmp_path / "t.xlsx")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2月29日前", "target.no_year"),
        ("2月30日前", None),
        ("2024年2月29日", None),
        ("2023年2月29日前", "target.no_such_day"),
        ("约98件", "target.approximate"),
        ("90-95%", "target.range"),
        ("±5%", "target.range"),
    ],
)
def test_what_cannot_be_a_target_says_why(text, code):
    if code is None:
        parse(text)
        return
    with pytest.raises(EvallibError) as error:
        parse(text)
    assert error.value.problems[0].code == code


@pytest.mark.parametrize(
    ("day", "number"), [(date(1899, 12, 31), 1), (date(1900, 3, 1), 61), (date(2024, 1, 1), 45292)]
)
def test_days_are_numbered_as_in_excel(day, number):
    assert day_number(day) == number and day_from(D(number)) == day


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("3.00分", D("3.00")),
        ("1,200件", D("1200")),
        ("97.00%", D("0.9700")),
        ("2700米", D("2700")),
        ("2万元", D("20000")),
    ],
)
def test_a_number_keeps_the_places_that_it_was_printed_with(raw, text):
    found = parse(raw)
    assert found.number == text and str(found.number) == str(text)


@pytest.mark.parametrize(
    ("head", "told"), [(["单位", "金额", "年度"], "Sheet：单位、金额、年度"), (["单位", "金额"], "Sheet：")]
)
def test_a_table_that_is_none_is_told_by_its_head(tmp_path, head, told):
    book = openpyxl.Workbook()
    book.active.append(head)
    book.save(tmp_path / "t.xlsx")
    with pytest.raises(EvallibError, match="没有找到指标体系表") as error:
        read_evaluator_table(tmp_path / "t.xlsx")
    assert error.value.problems[0].value == told


@pytest.mark.parametrize("depth", [0, 1, 2, 3, 4])
def test_a_name_behind_the_levels_is_the_last_of_them(tmp_path, depth):
    book = openpyxl.Workbook()
    book.active.append([*(f"{digit}级指标" for digit in "一二三四"[:depth]), "指标名称", "分值", "评分标准"])
    book.active.append([*(f"第{n}层" for n in range(depth)), "末级", 100, MET])
    book.save(tmp_path / "t.xlsx")
    found = read_evaluator_table(tmp_path / "t.xlsx").framework
    assert [node.name for node in found.walk()] == [*(f"第{n}层" for n in range(depth)), "末级"]


def test_a_name_apart_from_the_levels_is_none_of_them(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["一级指标", "二级指标", "分值", "指标名称", "评分标准"])
    book.active.append(["甲", "乙", 100, "别名", MET])
    book.save(tmp_path / "t.xlsx")
    assert [node.name for node in read_evaluator_table(tmp_path / "t.xlsx").framework.walk()] == ["甲", "乙"]


@pytest.mark.parametrize(
    ("unit", "named", "told"), [("mou", True, "某镇"), ("mou", False, "mou"), ("other", True, "other")]
)
def test_scoring_data_of_an_import_bear_the_name_of_the_unit(tmp_path, monkeypatch, unit, named, told):
    (tmp_path / "data/raw/mou/2023").mkdir(parents=True)
    if named:
        (tmp_path / "data/raw/mou/unit.yaml").write_text("name: 某镇\n", encoding="utf-8")
    monkeypatch.setenv("EVALLIB_WORKSPACE", str(tmp_path))
    path = table(tmp_path / "体系.xlsx", [("甲", 100, "乙", 100, "丙", 100, MET, "是", "100")])
    for _ in range(2):
        run_import(ImportJob(path, tmp_path / "own.yaml", unit=unit, year=2024))
    written = (tmp_path / f"data/raw/{unit}/2024/scoring.yaml").read_text("utf-8")
    assert f"unit_name: {told}\n" in written


CHANGE = {"unit": "%", "bad": "below", "per": "1", "deduct": {"points": "1"}, "target": "5", "rows": []}
ANSWERS = {"kind": "index", "levels": {"满意": "1", "基本满意": "0.6", "不满意": "0"}}


@pytest.mark.parametrize(
    ("rule", "written", "inputs"),
    [
        (CHANGE | {"kind": "steps", "change": "relative"}, "本年120件；上年100件", {VALUE: "20%"}), (CHANGE | {"kind": "steps"}, "本年120件；上年100件", None),
        (CHANGE | {"kind": "ranges", "change": "relative"}, "本年120件；上年100件", {VALUE: "20%"}), (CHANGE | {"kind": "ratio", "change": "relative"}, "本年120件；上年100件", None),
        (CHANGE | {"kind": "steps", "unit": "百分点", "target": None, "reference": "全市平均"}, "本镇92%；全市平均90%", {VALUE: "2百分点"}),
        (ANSWERS, "满意60人；基本满意30人", {"满意": "60人", "基本满意": "30人", "不满意": "0"}),
        (ANSWERS, "满意60人；基本满意30人；不满意10人", {"满意": "60人", "基本满意": "30人", "不满意": "10人"}), (ANSWERS, "甲60人；乙30人", None),
        ({"kind": "formula", "names": ["完成数", "计划数", "核减数"]}, "完成数18；计划数20", None), ({"kind": "met"}, "甲60人；乙30人", None),
    ],
)  # fmt: skip
def test_inputs_for_which_several_figures_stand(rule, written, inputs):
    assert spread_value(rule, written) == inputs
