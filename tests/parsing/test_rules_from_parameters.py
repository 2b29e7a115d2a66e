"""Printed rules made from a weight, a target, a step and a deduction, in many wordings: the points follow from those numbers."""

import itertools
import math
from fractions import Fraction

import pytest

from evallib.parsing import compile_rule, score, shown

F = Fraction


def text(value) -> str:
    """A number as people print it."""
    number = F(value)
    return str(number.numerator) if number.denominator == 1 else f"{float(number):g}"


def within(points, weight):
    return max(F(0), min(F(weight), points))


def check(wording, weight, wanted):
    """Every value gives the points that were reckoned for it."""
    rule = compile_rule(wording, weight)
    got = {value: shown(score(rule, value)) for value in wanted}
    wrong = {
        value: (got[value], points if isinstance(points, str) else text(points))
        for value, points in wanted.items()
        if (got[value] != points if isinstance(points, str) else got[value] in {None, "ask", "judgement"}
            or abs(F(got[value]) - points) > F(1, 10**9))
    }  # fmt: skip
    assert not wrong, (wording, weight, rule.readings[0].rule if rule.readings else None)


BELOW = [
    "办结率≥{T}%得满分，每低{p}个百分点扣{d}分，扣完为止",
    "按期办结率达到{T}%得{W}分；每降低{p}个百分点扣{d}分",
    "回访率{T}%以上（含{T}%）得满分，低于{T}%的，每低{p}个百分点扣{d}分，扣完为止。",
    "满意率不低于{T}%的得满分，每下降{p}个百分点，扣{d}分",
    "覆盖率目标值{T}%，每低于目标值{p}个百分点扣{d}分，扣完为止",
    "巡查到位率≥{T}%，得{W}分，每减少{p}个百分点扣减{d}分，直至扣完",
    "培训合格率大于等于{T}%得满分；未达到的，每少{p}个百分点扣{d}分",
    "整改率达{T}%及以上得满分；每差{p}个百分点扣{d}分，扣至0分为止",
    "资料归档率低于{T}%的，每低{p}个百分点扣{d}分，扣完为止",
    "①及时率≥{T}%得满分；②每低{p}个百分点扣{d}分",
]
ABOVE = [
    "退单率≤{T}%得满分，每高{p}个百分点扣{d}分，扣完为止",
    "重复投诉率不超过{T}%得{W}分；每超过{p}个百分点扣{d}分",
    "差错率控制在{T}%以内的得满分，每超出{p}个百分点扣{d}分",
    "超期率高于{T}%的，每高出{p}个百分点扣{d}分，扣完为止",
    "空置率小于等于{T}%，得满分，每增加{p}个百分点扣{d}分，直至扣完",
]
WEIGHTS = [("5", "0.5"), ("8", "0.4"), ("10", "1")]
GAPS = [F(0), F(1, 2), F(1), F(5, 2), F(4), F(60)]


def cases(wordings, targets, steps):
    combos = list(itertools.product(targets, steps, WEIGHTS))
    for number, wording in enumerate(wordings):
        # Every wording meets a third of the combinations, and every combination some wordings.
        for target, step, (weight, off) in combos[number % 3 :: 3]:
            yield wording, target, step, weight, off


@pytest.mark.parametrize(
    ("wording", "target", "step", "weight", "off"), [*cases(BELOW, ["95", "98.5", "80"], ["1", "0.5"])]
)
def test_each_step_below_a_target_costs_its_points(wording, target, step, weight, off):
    printed = wording.format(T=target, p=step, d=off, W=weight)
    lose = {F(target) - gap: within(F(weight) - gap / F(step) * F(off), weight) for gap in GAPS}
    wanted = {f"{text(x)}%": points for x, points in lose.items()}
    check(printed, weight, wanted | {"100%": F(weight), f"{text(F(target) + F(1, 2))}%": F(weight)})


@pytest.mark.parametrize(
    ("wording", "target", "step", "weight", "off"), [*cases(ABOVE, ["5", "3.5", "10"], ["1", "0.5"])]
)
def test_each_step_above_a_limit_costs_its_points(wording, target, step, weight, off):
    printed = wording.format(T=target, p=step, d=off, W=weight)
    lose = {F(target) + gap: within(F(weight) - gap / F(step) * F(off), weight) for gap in GAPS}
    wanted = {f"{text(x)}%": points for x, points in lose.items()}
    check(printed, weight, wanted | {f"{text(F(target) - F(1, 2))}%": F(weight), "0%": F(weight)})


@pytest.mark.parametrize("wording", BELOW[:4])
@pytest.mark.parametrize("share", ["2", "5", "12.5"])
def test_a_share_of_the_weight_is_that_part_of_it(wording, share):
    printed = wording.format(T="96", p="1", d="权重的X", W="8").replace("权重的X分", f"权重的{share}%")
    lose = {x: within(8 - (96 - F(x)) * F(share) / 100 * 8, 8) for x in ("96", "95", "93.5", "90", "40")}
    check(printed, "8", {f"{x}%": points for x, points in lose.items()})


COUNTED = {
    "不足{p}个百分点的不扣分": math.floor,
    "不足{p}个百分点按{p}个百分点计": math.ceil,
    "不足{p}个百分点按比例扣分": lambda steps: steps,
}


@pytest.mark.parametrize("tail", COUNTED)
@pytest.mark.parametrize("step", ["2", "3", "5"])
def test_broken_steps_count_as_printed(tail, step):
    printed = f"开工率≥90%得满分，每低{step}个百分点扣1分，{tail.format(p=step)}，扣完为止"
    values = ["90", "89", "88", "87", "85", "84.5", "82", "80", "79", "10"]
    wanted = {f"{x}%": within(10 - F(COUNTED[tail]((90 - F(x)) / F(step))), 10) for x in values}
    check(printed, "10", wanted)


@pytest.mark.parametrize("step", ["2", "5"])
def test_broken_steps_are_asked_for_where_nothing_is_printed(step):
    printed = f"开工率≥90%得满分，每低{step}个百分点扣1分，扣完为止"
    whole = {f"{text(90 - n * F(step))}%": within(10 - F(n), 10) for n in range(5)}
    check(printed, "10", whole | {f"{text(90 - F(step) / 2)}%": "ask", f"{text(90 - 3 * F(step) / 2)}%": "ask"})


THINGS = [
    "每发现{g}处问题扣{d}分，扣完为止",
    "检查中每有{g}处不符合要求的扣{d}分",
    "无乱堆乱放得满分，每发现{g}处扣{d}分",
    "未按规定处置的，每{g}处扣{d}分，扣完为止",
]


@pytest.mark.parametrize("wording", THINGS)
@pytest.mark.parametrize(("weight", "off"), [("5", "0.5"), ("6", "2"), ("10", "0.3")])
def test_each_thing_costs_its_points(wording, weight, off):
    wanted = {f"{n}处": within(F(weight) - n * F(off), weight) for n in (0, 1, 2, 3, 7, 40)}
    check(wording.format(g="一", d=off), weight, wanted)
    check(wording.format(g="1", d=off), weight, wanted)


@pytest.mark.parametrize("most", ["1", "2.5", "4"])
@pytest.mark.parametrize("tail", ["最多扣{m}分", "扣分不超过{m}分", "最高扣{m}分", "累计扣分不超过{m}分"])
def test_a_printed_most_is_the_most(tail, most):
    wanted = {f"{n}起": 5 - min(F(n) * F("0.5"), F(most)) for n in (0, 1, 2, 5, 6, 20)}
    check(f"每发生一起投诉扣0.5分，{tail.format(m=most)}", "5", wanted)


@pytest.mark.parametrize("group", ["2", "5", "10"])
def test_groups_of_things(group):
    printed = f"每退回{group}件扣1分，不足{group}件的不扣分，扣完为止"
    wanted = {f"{n}件": within(8 - F(n // int(group)), 8) for n in (0, 1, 2, 4, 5, 9, 10, 11, 25, 100)}
    check(printed, "8", wanted)


@pytest.mark.parametrize("nth", ["2", "3", "4"])
def test_later_things_cost_more(nth):
    printed = f"每发生1件扣0.5分，第{nth}件起每件扣1分，扣完为止"
    wanted = {
        f"{n}件": within(10 - sum(F(1) if k >= int(nth) else F("0.5") for k in range(1, n + 1)), 10) for n in range(9)
    }
    check(printed, "10", wanted)


@pytest.mark.parametrize("free", ["1", "2", "3"])
def test_the_first_things_cost_nothing(free):
    printed = f"{free}次以内不扣分，超过{free}次的部分每次扣0.5分，扣完为止"
    wanted = {f"{n}次": within(4 - max(n - int(free), 0) * F("0.5"), 4) for n in range(10)}
    check(printed, "4", wanted)


GAINS = [
    "每完成1项得{a}分，最高得{W}分",
    "每获得1项表彰加{a}分，最多加{W}分",
    "每报送1篇得{a}分，得满{W}分为止",
]


@pytest.mark.parametrize("wording", GAINS)
@pytest.mark.parametrize(("weight", "each"), [("5", "1"), ("4", "0.5"), ("6", "2")])
def test_each_thing_earns_its_points(wording, weight, each):
    unit = "篇" if "篇" in wording else "项"
    wanted = {f"{n}{unit}": within(n * F(each), weight) for n in (0, 1, 2, 3, 8, 30)}
    check(wording.format(a=each, W=weight), weight, wanted)


def bands(edges, points, x):
    return next((F(p) for edge, p in zip(edges, points, strict=False) if x >= F(edge)), F(points[-1]))


BANDS = [
    "完成率≥{a}%得{p}分；{b}%≤完成率＜{a}%得{q}分；{c}%≤完成率＜{b}%得{r}分；完成率＜{c}%不得分",
    "{a}%（含）以上得{p}分，{b}%（含）-{a}%得{q}分，{c}%（含）-{b}%得{r}分，{c}%以下不得分",
    "达到{a}%及以上的，得{p}分；达到{b}%及以上、不足{a}%的，得{q}分；达到{c}%及以上、不足{b}%的，得{r}分；低于{c}%的，不得分",
    "完成率在{a}%以上的得{p}分；低于{a}%但不低于{b}%的得{q}分；低于{b}%但不低于{c}%的得{r}分；低于{c}%的不得分",
]


@pytest.mark.parametrize("wording", BANDS)
@pytest.mark.parametrize("edges", [("95", "90", "80"), ("98.5", "85", "60")])
@pytest.mark.parametrize("points", [("10", "8", "5", "0"), ("6", "4.5", "1", "0")])
def test_bands_and_their_edges(wording, edges, points):
    printed = wording.format(a=edges[0], b=edges[1], c=edges[2], p=points[0], q=points[1], r=points[2])
    values = {F(e) + d for e in edges for d in (F(-1, 2), F(0), F(1, 2))} | {F(100), F(30)}
    check(printed, points[0], {f"{text(x)}%": bands(edges, points, x) for x in sorted(values)})


@pytest.mark.parametrize(
    "wording",
    [
        "数量≤{a}件得{p}分；{a}件＜数量≤{b}件得{q}分；数量＞{b}件不得分",
        "{a}件以内（含）得{p}分，超过{a}件且不超过{b}件得{q}分，超过{b}件不得分",
    ],
)
@pytest.mark.parametrize(("low", "high"), [("2", "5"), ("10", "30")])
def test_bands_that_fall(wording, low, high):
    printed = wording.format(a=low, b=high, p="5", q="3")
    wanted = {
        f"{n}件": F(5) if n <= int(low) else F(3) if n <= int(high) else F(0)
        for n in (0, 1, 2, 3, 5, 6, 10, 11, 30, 31)
    }
    check(printed, "5", wanted)


@pytest.mark.parametrize(
    "wording",
    ["得分=执行率×分值", "按执行率计分，得分=执行率×{W}分，最高{W}分", "按实际完成比例得分", "得分=实际完成率×权重"],
)
@pytest.mark.parametrize("weight", ["5", "8"])
def test_points_in_proportion(wording, weight):
    wanted = {f"{x}%": F(x) / 100 * F(weight) for x in ("0", "12.5", "60", "88", "99.5", "100")}
    check(wording.format(W=weight), weight, wanted)


@pytest.mark.parametrize("floor", ["50", "60"])
def test_nothing_below_a_floor_and_in_proportion_above_it(floor):
    printed = f"得分=完成率×分值，完成率低于{floor}%的不得分"
    wanted = {f"{x}%": F(x) / 10 if F(x) >= F(floor) else F(0) for x in ("40", "49.5", "50", "59.5", "60", "75", "100")}
    check(printed, "10", wanted)


@pytest.mark.parametrize(("low", "high", "least"), [("60", "100", "0"), ("80", "95", "5")])
def test_a_straight_line_between_two_points(low, high, least):
    printed = f"{high}%以上得10分，{low}%得{least}分，{low}%至{high}%之间按线性插值计分，低于{low}%不得分"
    a, b, p = F(low), F(high), F(least)
    wanted = {
        f"{text(x)}%": F(0) if x < a else F(10) if x >= b else p + (10 - p) * (x - a) / (b - a)
        for x in (a - 5, a, a + F(5, 2), (a + b) / 2, b - 1, b, b + 1)
    }
    check(printed, "10", wanted)


@pytest.mark.parametrize("tail", ["每项{a}分", "每满足一项得{a}分", "每项得{a}分"])
@pytest.mark.parametrize(("each", "weight"), [("2", "6"), ("0.5", "1.5")])
def test_lists_of_requirements(tail, each, weight):
    printed = f"①有实施方案；②有工作台账；③有年度总结。{tail.format(a=each)}"
    wanted = {"全部满足": 3, "满足①③": 2, "缺②": 2, "满足②": 1, "均不满足": 0, "缺①②": 1}
    check(printed, weight, {value: n * F(each) for value, n in wanted.items()})


@pytest.mark.parametrize(("weights", "value", "earned"), [
    (("2", "2", "1"), "满足①②", "4"), (("2", "2", "1"), "缺③", "4"), (("3", "1.5", "0.5"), "满足②③", "2"),
    (("3", "1.5", "0.5"), "缺①", "2"), (("3", "1.5", "0.5"), "全部满足", "5"), (("3", "1.5", "0.5"), "均不满足", "0"),
])  # fmt: skip
def test_requirements_with_their_own_points(weights, value, earned):
    a, b, c = weights
    for printed in (
        f"①制定方案（{a}分）；②建立台账（{b}分）；③形成总结（{c}分）",
        f"制定方案得{a}分；建立台账得{b}分；形成总结得{c}分",
        f"制定方案（{a}分）、建立台账（{b}分）、形成总结（{c}分）",
    ):
        check(printed, "5", {value: F(earned)})


@pytest.mark.parametrize(
    "wording", ["按期完成得满分，每逾期1天扣{d}分，扣完为止", "每延迟1天扣{d}分", "逾期的，每晚1天扣{d}分，扣完为止"]
)
@pytest.mark.parametrize("off", ["0.5", "1"])
def test_days_late(wording, off):
    wanted = {f"逾期{n}天": within(5 - n * F(off), 5) for n in (1, 2, 4, 20)}
    check(wording.format(d=off), "5", wanted | {"按期": F(5)})


@pytest.mark.parametrize("places", [3, 5])
def test_places(places):
    printed = f"排名第1名得10分，第2-{places}名得8分，第{places + 1}-{places + 4}名得5分，其他不得分"
    wanted = {
        f"第{n}名": F(10) if n == 1 else F(8) if n <= places else F(5) if n <= places + 4 else F(0)
        for n in range(1, places + 7)
    }
    check(printed, "10", wanted)


GRADES = [("优秀", "10"), ("良好", "8"), ("合格", "6"), ("不合格", "0")]


@pytest.mark.parametrize("join", ["；", "，", "、"])
@pytest.mark.parametrize("form", ["{w}得{p}分", "{w}的得{p}分", "{w}：{p}分", "{w}{p}分"])
def test_grades(form, join):
    printed = join.join(form.format(w=word, p=points) for word, points in GRADES)
    check(printed, "10", {word: F(points) for word, points in GRADES})
