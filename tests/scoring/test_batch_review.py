"""The review of a batch: differences classed and sorted by effect, units that fail do not stop the others, what if."""

from decimal import Decimal

import openpyxl
import pytest
from shipped import unit_data

from evallib.checks import clean_unit
from evallib.model import EvallibError
from evallib.publish import render_review_page, write_review_workbook
from evallib.scoring import (
    BatchReview,
    Entry,
    Framework,
    ReviewRow,
    UnitInput,
    UnitTotal,
    WhatIf,
    classify,
    find_framework,
    review_batch,
    reweighted,
    score_indicator,
    score_unit,
    with_standards,
)

D = Decimal
SYSTEM = Framework.model_validate(
    {
        "id": "f",
        "name": "体系",
        "valid": {"from": "2020-01-01"},
        "grades": [{"name": "优", "range": "[90, 100]"}, {"name": "其他", "range": "[0, 90)"}],
        "indicators": [
            {"code": "A", "name": "办结率", "weight": "100", "target": "≥95%", "rule_text": "≥95%得满分，每低1个百分点扣2分",
             "rule": {"kind": "linear", "deduct_points": "2"}}
        ],
    }
)  # fmt: skip


def scored(system=SYSTEM, **entry):
    return score_indicator(system, system.leaves[0], Entry.model_validate({"value": "93%", **entry}))


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        ({"published": "96"}, None),
        ({"published": "96.01"}, "rounding"),
        ({"published": "98"}, "rule"),
        (
            {"published": "98", "override": {"score": "98", "reason": "系统停用三天，已核实", "role": "评价组"}},
            "reasoned",
        ),
        (
            {"published": "98", "override": {"score": "98", "reason": "原表没有写理由", "role": "评价人员"}},
            "unreasoned",
        ),
        ({"value": None, "published": "98"}, "open"),
        ({"published": "120"}, "layout"),
        ({"published": "100"}, "rule"),
        ({"published": "95.99", "evidence": "系统停用三天"}, "rounding"),
        ({"published": "98", "evidence": "系统停用三天"}, "rule"),
        ({"published": "96", "override": {"score": "96", "reason": "已核实", "role": "评价组"}}, None),
    ],
)
def test_every_difference_has_its_class(entry, kind):
    given = {"value": "93%"} | entry
    if given["value"] is None:
        del given["value"]
    found = score_indicator(SYSTEM, SYSTEM.leaves[0], Entry.model_validate(given))
    printed = found.entry.published[0].score
    assert classify(found, printed) == kind


@pytest.mark.parametrize(("evidence", "kind"), [("抽查记录", "reasoned"), ("", "rule"), (" 无 ", "rule")])
@pytest.mark.parametrize("rule", [
    {"kind": "band", "tolerance": "5%", "deduct_points": "2"}, {"kind": "ranges", "ranges": [{"from": "95%", "points": "100"}, {"points": "96"}]},
])  # fmt: skip
def test_a_rule_that_leaves_room_may_be_departed_from_with_a_reason(rule, evidence, kind):
    leaf = SYSTEM.leaves[0].model_dump(by_alias=True) | {
        "rule": rule,
        "target": None if rule["kind"] == "band" else "≥95%",
    }
    system = Framework.model_validate(SYSTEM.model_dump(by_alias=True) | {"indicators": [leaf]})
    value = "7%" if rule["kind"] == "band" else "93%"
    assert classify(scored(system, value=value, published="98", evidence=evidence), D(98)) == kind


def test_another_standard_over_all_units_changes_the_score():
    changed = with_standards(SYSTEM, {"A": "≥95%得满分，每低1个百分点扣10分"})
    assert scored().score == Decimal("96.00")
    assert scored(changed).score == Decimal("80.00")
    assert SYSTEM.leaves[0].rule_text == "≥95%得满分，每低1个百分点扣2分"


def review():
    row = ReviewRow(
        "town",
        "绿化<项目>",
        "A",
        "办结率",
        Decimal(100),
        "93%",
        Decimal(98),
        Decimal(96),
        Decimal(98),
        "rule",
        Decimal(2),
        "",
    )
    total = UnitTotal("town", "绿化<项目>", Decimal(98), Decimal(96), "优", 1, Decimal(2))
    from evallib.model import ProblemList

    return BatchReview(2024, [row], [total], ProblemList(), 12, [])


def test_the_workbook_holds_numbers_and_sorted_differences(tmp_path):
    book = openpyxl.load_workbook(write_review_workbook(review(), tmp_path / "复核表.xlsx"))
    sheet = book["差异（按影响排序）"]
    head = [cell.value for cell in sheet[1]]
    row = dict(zip(head, [cell.value for cell in sheet[2]], strict=True))
    assert (row["自评（公布）得分"], row["按规则得分"], row["影响（分）"], row["类别"]) == (98, 96, 2, "未按评分规则")
    assert book.sheetnames == ["差异（按影响排序）", "单位汇总", "类别汇总", "说明"]


@pytest.mark.slow
def test_a_changed_target_is_a_class_of_its_own(shipped):
    """华漕 declared 92% for the residents' satisfaction and was scored against 95%."""
    unit_data("huacao", 2023)  # stores its tables
    found = review_batch(shipped, 2023)
    changed = {(row.unit, row.name): row.reason for row in found.rows if row.kind == "target"}
    told = next(reason for (unit, name), reason in changed.items() if "华漕" in unit and name == "居民满意度")
    assert "92%以上" in told and "95%" in told
    assert "目标值改动" in {label for label, _, _ in found.by_class()}
    assert found.year == 2023 and list(found.problems) == []


@pytest.mark.slow
def test_what_the_shipped_forms_print_and_what_their_rules_give(shipped):
    """The totals are those printed at the end of each form and report; 95% of 10 points are 9.5, 8 were given."""
    for unit in ("huacao", "pujin", "xianghua"):
        unit_data(unit, 2023)
    found = review_batch(shipped, 2023)
    assert [(total.unit, total.project, total.printed, total.differences, total.points) for total in found.totals] == [
        ("华漕镇", "", D("86.72"), 6, D("0.30")), ("浦锦街道", "“一网统管”运维费", 98, 1, D("1.40")),
        ("浦锦街道", "大联动居村考核", 99, 1, 1), ("浦锦街道", "联动处置经费", 100, 0, 0), ("浦锦街道", "网格督查人员经费", 98, 1, D("1.50")),
        ("向化镇", "一网统管", 100, 0, 0), ("向化镇", "巡查员专项工作经费", 100, 0, 0),
    ]  # fmt: skip
    assert all(
        total.printed == total.computed and total.grade == ("良" if total.printed < 90 else "优")
        for total in found.totals
    )
    told = [
        (row.code, row.weight, row.self_score, row.rule_score, row.review_score, row.kind, row.effect)
        for row in found.rows
    ]
    assert told[:4] == [
        ("B22", 10, 8, D("9.50"), 8, "reasoned", D("-1.50")), ("B21", 20, 18, D("19.40"), 18, "reasoned", D("-1.40")),
        ("B12", 10, 9, 10, 9, "reasoned", -1), ("B14", 3, D("2.3"), 2, D("2.30"), "reasoned", D("0.30")),
    ]  # fmt: skip
    assert [(code, effect) for code, *_, effect in told[4:]] == [("B12", 0), ("B361", 0), ("C211", 0), ("C311", 0), ("C321", 0)]  # fmt: skip
    assert all("城运中心" in row.reason for row in found.rows if row.code == "C311")
    assert found.by_class() == [("人工判断，有理由", 8, D("4.20")), ("目标值改动", 1, 0)]
    printed = [line for data in (unit_data("pujin", 2023), unit_data("xianghua", 2023))
               for line in data.table("self_evaluation_indicators")["row_kind"]]  # fmt: skip
    forms = len(found.totals) - 1  # each with its execution rate beside its lines
    assert found.checked == printed.count("line") + forms + len(find_framework("huacao-department-2023").leaves)


def test_the_page_says_the_verdict_first_and_escapes_what_was_written():
    page = render_review_page(review())
    assert 'lang="zh-CN"' in page and "1 个单位、1 份评分、12 项得分，其中 1 项" in page
    assert "<项目>" not in page and "&lt;项目&gt;" in page
    assert "http" not in page.replace("http-equiv", "")


@pytest.mark.slow
def test_the_shipped_year_is_reviewed(cli, shipped, tmp_path):
    code, out, err = cli(shipped, "review", "--year", "2023", "--out", str(tmp_path / "复核"))
    assert code == 0, err
    assert "7 份评分" in out
    assert (tmp_path / "复核" / "复核.html").is_file()


def two(first, second):
    """A scorecard of two indicators of 60 and 40 points."""
    leaves = [
        {
            "code": "A",
            "name": "办结率",
            "weight": "60",
            "target": "≥95%",
            "rule": {"kind": "linear", "deduct_points": "2"},
        },
        {"code": "B", "name": "档案", "weight": "40", "rule": {"kind": "deficiencies", "deduct_points": "10"}},
    ]
    system = Framework.model_validate(SYSTEM.model_dump(by_alias=True) | {"indicators": leaves})
    entries = {"A": Entry.of(first), "B": Entry(deficiencies=second)}
    return score_unit(system, UnitInput(unit="u", unit_name="某镇", year=2024, framework="f", indicators=entries))


def test_another_weight_keeps_each_share_and_spreads_the_rest():
    card = two("90%", ["缺目录", "缺封面"])  # 50 of 60, 20 of 40
    assert card.total == Decimal("70.00")
    assert reweighted(card, {"B": Decimal(20)}) == Decimal("76.67")  # 50/60 × 80 + 20/40 × 20
    assert reweighted(card, {"B": Decimal(120)}) is None


def test_what_is_assumed_is_found_by_name_and_told_where_no_unit_has_it():
    what_if = WhatIf.of(["办结率=≥95%得满分，每低1个百分点扣6分", "出勤率=每低1%扣1分"], ["档案=20"])
    card = two("90%", ["缺目录", "缺封面"])
    changed = list(what_if.changes(card, "某镇", None))
    assert [(one["before"], one["after"], one["grade_before"], one["grade_after"]) for one in changed] == [
        ("70.00", "50.00", "其他", "其他")  # 30/60 × 80 + 20/40 × 20
    ]
    assert [problem.value for problem in what_if.unmet()] == ["出勤率"]
    with pytest.raises(EvallibError, match="分值应为数字"):
        WhatIf.of((), ["B=十分"])


def test_a_unit_whose_file_could_not_be_read_is_named(empty_workspace, workbook, tmp_path):
    workbook({"Sheet": []}, empty_workspace.raw_dir("体育局", 2024) / "自评表.xlsx")
    clean_unit(empty_workspace.at("体育局", 2024))
    found = review_batch(empty_workspace, 2024)
    [problem] = found.problems
    assert problem.message == "体育局交来的文件有 1 处没有读入，没有得分可以复核"
    assert "另有 1 个单位交来的文件没有读入" in render_review_page(found)
    book = openpyxl.load_workbook(write_review_workbook(found, tmp_path / "复核表.xlsx"))
    assert "体育局" in book["未能评分"]["A2"].value and "自评表.xlsx" in book["未能评分"]["A2"].value
