"""Ends that nobody had tried: counts from tables, weights of nothing, weights that were spread again, totals that stay open."""

from decimal import Decimal

import openpyxl
import pytest

from evallib.model import EvallibError
from evallib.scoring import (
    Entry,
    Framework,
    ImportJob,
    UnitInput,
    export_framework,
    find_framework,
    import_framework,
    improvements,
    movements,
    reweighted,
    run_import,
    score_indicator,
    score_unit,
    tell_rule,
)

D = Decimal
GRADES = [{"name": "优", "range": "[60, 100]"}, {"name": "差", "range": "[0, 60)"}]
UNIT = {"unit": "zhen", "unit_name": "某镇", "year": 2024, "framework": "t"}


def system(*leaves, **more):
    whole = sum(D(leaf["weight"]) for leaf in leaves)
    data = {"id": "t", "name": "试", "valid": {"from": "2024-01-01"}, "grades": GRADES, "full_score": f"{whole}"}
    return Framework.model_validate(data | {"indicators": list(leaves)} | more)


def leaf(code, weight, kind="linear", target="≥95%", **more):
    rule = {"kind": kind} | ({"deduct_share": "2%"} if kind == "linear" else {})
    return {"code": code, "name": code, "weight": weight, "target": target, "rule": rule} | more


def card(framework, entries, **more):
    return score_unit(framework, UnitInput.model_validate(UNIT | {"indicators": entries} | more))


@pytest.mark.parametrize(
    ("target", "value", "shown"), [("≥5次", D(3), "3"), ("≥95%", D("0.93456"), "93.46%"), ("≥5次", "3次", "3次")]
)
def test_a_value_from_a_table_is_shown_as_what_it_is(target, value, shown):
    """A count of 3 was shown as 300%."""
    one = system(leaf("A", "60", "proportional", target))
    assert score_indicator(one, one.leaves[0], Entry.of(value)).value_text == shown


BONUS = {
    "code": "J",
    "name": "加分",
    "kind": "bonus",
    "cap": "5",
    "rule": {"kind": "items", "items": [{"name": "表彰", "points": "1"}]},
}


def test_a_goal_without_points_does_not_stop_the_spreading_of_others():
    """What is left to take the weights may have none itself: nothing is divided by it."""
    one = system(leaf("A", "100", "proportional", "≥5次", when_missing="not_applicable"), leaf("Z", "0"))
    found = card(one, {"Z": {"value": "90%"}})
    assert (found.scores["Z"].weight, found.scores["Z"].score, found.total) == (0, 0, 0)
    assert movements(found) == []


def test_one_point_more_is_worth_what_the_spread_weight_makes_of_it():
    """2% of 60 points are 1.20; with the 40 points of what does not apply 2.00."""
    one = system(leaf("A", "60"), leaf("B", "40"))
    whole, spread = (
        card(one, {"A": {"value": "90%"}, "B": b}) for b in ({"value": "95%"}, {"not_applicable": "没有这项业务"})
    )
    assert [improvements(found)[0].per_point for found in (whole, spread)] == [D("1.20"), D("2.00")]
    assert [improvements(found)[0].gain for found in (whole, spread)] == [6, 10]


def test_a_weight_moves_no_further_than_the_full_score():
    """90 points and a fifth would be 108, which left less than nothing to the others."""
    found = card(system(leaf("A", "90"), leaf("B", "10")), {"A": {"value": "85%"}, "B": {"value": "95%"}})
    bar = next(one for one in movements(found) if (one.kind, one.code) == ("weight", "A"))
    assert (bar.low_label, bar.high_label, bar.high_total) == ("分值 72", "分值 100", D("80.00"))


def test_the_weights_as_they_are_give_the_total_as_it_is():
    one = system(leaf("A", "60"), leaf("B", "40"), adjustments=[BONUS])
    entries = {"A": {"value": "90%"}, "B": {"value": "95%"}, "J": {"inputs": {"表彰次数": "2"}}}
    found = card(one, entries)
    assert (found.total, reweighted(found, {"A": D(60)}), reweighted(found, {"A": D(50)})) == (96, 96, 97)
    unused = card(one, entries | {"B": {"not_applicable": "没有这项业务"}})
    assert (unused.total, reweighted(unused, {"A": D(100)}), reweighted(unused, {"B": D(10)})) == (92, 92, 92)


def test_a_printed_total_beside_an_open_indicator_is_no_wrong_sum():
    """Nothing contradicts it: what is open may be worth what is lacking."""
    one = system(leaf("A", "60"), leaf("B", "40"))
    printed = {"published": [{"level": "total", "score": "88", "grade": "优"}]}
    assert [found.code for found in card(one, {"A": {"value": "90%"}}, **printed).findings] == [
        "scoring.not_recomputable"
    ]
    told = {"A": {"value": "90%", "published": "54"}, "B": {"published": "34"}}
    assert [(found.code, found.message) for found in card(one, told, **printed).findings] == [
        ("scoring.not_recomputable", "B B：公布得分 34.00，按规则无法重算：缺少数据：业绩值"),
        ("scoring.total_follows", "总分：公布 88.00与公布的各项得分相加相符；有指标尚未评分"),
    ]


def test_a_choice_of_ways_inside_a_part_knows_what_was_handed_in():
    """Inside a part the names of its ways begin with the part's own."""
    way = {"points": "5", "target": "≥95%", "rule": {"kind": "linear", "deduct_share": "2%"}}
    best = {"kind": "either", "options": [{"name": "甲"} | way, {"name": "乙"} | way]}
    rule = {"kind": "sum", "parts": [{"name": "一", "points": "5", "rule": best}]}
    grades = [{"name": "优", "range": "[0, 5]"}]
    one = system({"code": "A", "name": "A", "weight": "5", "rule": rule}, grades=grades)
    assert score_indicator(one, one.leaves[0], Entry.of(None, **{"一·甲": "90%"})).score == D("4.50")


def test_half_a_percent_is_a_tolerance():
    band = {"kind": "band", "tolerance": "0.5%", "deduct_points": "1"}
    told = [
        tell_rule(leaf.rule)
        for tolerance in ("0.5%", "0%")
        for leaf in system({"code": "A", "name": "A", "weight": "60", "rule": band | {"tolerance": tolerance}}).leaves
    ]
    assert [text.split("，")[0] for text in told] == ["在 ±0.5% 以内得满分", "没有偏差得满分"]


@pytest.mark.parametrize(
    ("sheet", "row", "message"),
    [
        ("指标体系", {"其他": "无"}, "单元格内容看不懂"),
        ("上级指标", {"指标代码": "A", "内容": "备注"}, "单元格内容看不懂"),
    ],
)
def test_words_where_keys_are_expected_are_told_with_their_cell(tmp_path, sheet, row, message):
    """They ended in an error of the program."""
    path = export_framework(system(leaf("A", "100")), tmp_path / "own.xlsx")
    book = openpyxl.load_workbook(path)
    head = [cell.value for cell in book[sheet][1]]
    for label, text in row.items():
        book[sheet].cell(2, head.index(label) + 1).value = text
    book.save(path)
    with pytest.raises(EvallibError, match=message) as error:
        import_framework(path)
    problem = error.value.problems[0]
    assert (problem.sheet, problem.value) == (sheet, list(row.values())[-1]) and problem.cell.endswith("2")


def test_a_framework_is_found_as_the_workbook_that_was_exported(tmp_path):
    own = system(leaf("A", "100"))
    assert find_framework(str(export_framework(own, tmp_path / "own.xlsx"))).leaves == own.leaves


def test_scoring_data_of_a_framework_whose_name_begins_alike_are_kept(tmp_path, monkeypatch):
    """体系 is not 体系-2024: what was scored by the other one is not written over."""
    folder = tmp_path / "data/raw/mou/2024"
    folder.mkdir(parents=True)
    (folder / "scoring.yaml").write_text("unit: mou\nframework: 体系-2024\n", encoding="utf-8")
    monkeypatch.setenv("EVALLIB_WORKSPACE", str(tmp_path))
    book = openpyxl.Workbook()
    book.active.append(["一级指标", "分值", "评分标准"])
    book.active.append(["甲", 100, "完成得满分，否则不得分"])
    book.save(tmp_path / "表.xlsx")
    with pytest.raises(EvallibError, match="已有用另一指标体系的评分数据"):
        run_import(ImportJob(tmp_path / "表.xlsx", tmp_path / "体系.yaml", unit="mou", year=2024))
    assert "体系-2024" in (folder / "scoring.yaml").read_text("utf-8")
