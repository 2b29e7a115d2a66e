"""Printed rules put together from parts at random; their points are reckoned from the same parts, not from the words."""

import math
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

Rule = tuple[
    str, Fraction, list[tuple[Any, Any]]
]  # text, weight, and values with their points, or "ask" for two readings

GOOD = ["按期办结率", "居民满意率", "走访覆盖率", "台账完整率"]
BAD = ["差错率", "退件率", "重复投诉率", "设备空置率"]
FAULTS = [("漏报", "次"), ("脱岗", "人"), ("台账缺页", "处"), ("乱堆放", "处"), ("有责投诉", "件")]
WEIGHTS = st.sampled_from([Fraction(n) for n in (4, 5, 6, 8, 10, 12, 20)])
BROKEN = {
    "，不足{p}个百分点的不扣分": math.floor,
    "，不足{p}个百分点按{p}个百分点计": math.ceil,
    "，不足{p}个百分点的按比例扣分": lambda steps: steps,
}


def text(number: Fraction) -> str:
    return f"{float(number):g}"


def percent(number: Fraction) -> str:
    return f"{text(number)}%"


def within(points: Fraction, weight: Fraction, low: Fraction = Fraction(0)) -> Fraction:
    return min(max(points, low), weight)


@st.composite
def by_steps(draw) -> Rule:
    """So many points for each step from the target, with a limit of the loss or an end."""
    weight, below = draw(WEIGHTS), draw(st.booleans())
    target = Fraction(draw(st.sampled_from([95, 90, 85, 80] if below else [5, 8, 10, 3])))
    step, off = Fraction(draw(st.sampled_from(["1", "2", "5"]))), Fraction(draw(st.sampled_from(["0.2", "0.5", "1"])))
    share = draw(st.booleans())
    lost = f"扣权重的{percent(off * 10)}" if share else f"扣{text(off)}分"
    off = off / 10 * weight if share else off
    tail, broken = draw(st.sampled_from(sorted(BROKEN.items()))) if step != 1 else ("", lambda steps: steps)
    most = draw(st.sampled_from([None, weight / 2]))
    end = draw(st.sampled_from([None, Fraction(20)])) if most is None else None
    name = draw(st.sampled_from(GOOD if below else BAD))
    head = draw(
        st.sampled_from(
            ["{n}不低于{t}得满分", "{n}≥{t}得{w}分"] if below else ["{n}不超过{t}得满分", "{n}≤{t}，得{w}分"]
        )
    )
    each = draw(st.sampled_from(["每低", "每降低", "每下降"] if below else ["每高", "每超过", "每超出"]))
    limit = f"，最多扣{text(most)}分" if most else "，扣完为止"
    edge = target - end if below and end else target + end if end else None
    if edge is not None:
        limit += f"；{'低于' if below else '高于'}{percent(edge)}不得分"
    printed = (
        head.format(n=name, t=percent(target), w=text(weight))
        + f"，{each}{text(step)}个百分点{lost}{tail.format(p=text(step))}{limit}"
    )

    def points(x: Fraction) -> Fraction:
        gap = target - x if below else x - target
        if gap <= 0:
            return weight
        if end is not None and gap > end:
            return Fraction(0)
        return within(weight - broken(gap / step) * off, weight, weight - most if most else Fraction(0))

    gaps = [Fraction(0), step, step * 3, step * 5 / 2, Fraction(1, 2), Fraction(-2), Fraction(20), Fraction(41, 2)]
    gaps.append(Fraction(draw(st.integers(1, 300)), 10))
    values = [target - gap if below else target + gap for gap in gaps]
    return printed, weight, [(percent(x), points(x)) for x in values if 0 <= x <= 100]


@st.composite
def by_tiers(draw) -> Rule:
    """Rows with points; each edge belongs to the row that says so."""
    weight = draw(st.sampled_from([Fraction(n) for n in (10, 20)]))
    edges = sorted(draw(st.sets(st.sampled_from(range(50, 100, 5)), min_size=2, max_size=3)), reverse=True)
    upper = draw(st.lists(st.booleans(), min_size=len(edges), max_size=len(edges)))  # the edge is of the upper row
    parts = [weight * part for part in (Fraction(1), Fraction(4, 5), Fraction(1, 2), Fraction(3, 10))]
    given_points = [*parts[: len(edges)], draw(st.sampled_from([Fraction(0), parts[3]]))]
    name, signs = draw(st.sampled_from(GOOD)), draw(st.booleans())
    rows = []
    for number, row_points in enumerate(given_points):
        high, low = edges[number - 1] if number else None, edges[number] if number < len(edges) else None
        with_high, with_low = number > 0 and not upper[number - 1], low is not None and upper[number]
        told = f"得{text(row_points)}分" if row_points else "不得分"
        if signs:
            left = "" if low is None else f"{low}%{'≤' if with_low else '＜'}"
            right = "" if high is None else f"{'≤' if with_high else '＜'}{high}%"
            where = f"{name}{'≥' if with_low else '＞'}{low}%" if high is None else f"{left}{name}{right}"
        elif high is None:
            where = f"{name}{low}%（{'含' if with_low else '不含'}）以上"
        elif low is None:
            where = f"{high}%（{'含' if with_high else '不含'}）以下"
        else:
            where = f"{low}%（{'含' if with_low else '不含'}）-{high}%（{'含' if with_high else '不含'}）"
        rows.append(f"{where}{told}")

    def points(x: Fraction) -> Fraction:
        row = sum(x < edge or (x == edge and not own) for edge, own in zip(edges, upper, strict=True))
        return given_points[row]

    values = [Fraction(edge) + Fraction(shift, 10) for edge in edges for shift in (-1, 0, 1)] + [
        Fraction(100),
        Fraction(7),
    ]
    return "，".join(rows), weight, [(percent(x), points(x)) for x in values]


@st.composite
def in_proportion(draw) -> Rule:
    """A share of the points as large as the rate, with an end below which there is nothing."""
    weight, name = draw(WEIGHTS), draw(st.sampled_from(GOOD))
    end = draw(st.sampled_from([None, Fraction(60), Fraction(80)]))
    printed = draw(st.sampled_from([f"得分={name}×{text(weight)}分", f"得分={name}×权重", f"按{name}乘以分值计算得分"]))
    printed += f"，低于{percent(end)}不得分" if end else ""
    values = [Fraction(100), Fraction(80), Fraction(60), Fraction(119, 2), Fraction(draw(st.integers(0, 1000)), 10)]
    return printed, weight, [(percent(x), Fraction(0) if end and x < end else weight * x / 100) for x in values]


@st.composite
def by_faults(draw) -> Rule:
    """So many points for each fault of two or three kinds, with limits for a kind or for all."""
    weight = draw(WEIGHTS)
    kinds = draw(st.lists(st.sampled_from(FAULTS), min_size=2, max_size=3, unique=True))
    offs = [Fraction(draw(st.sampled_from(["0.2", "0.5", "1", "2"]))) for _ in kinds]
    each = draw(st.booleans())
    mosts = [draw(st.sampled_from([None, off * 3])) if each else None for off in offs]
    whole = draw(st.sampled_from([None, weight / 2])) if not any(mosts) else None
    parts = [
        f"{name}每{unit}扣{text(off)}分" + (f"，最多扣{text(most)}分" if most else "")
        for (name, unit), off, most in zip(kinds, offs, mosts, strict=True)
    ]
    printed = "；".join(parts) + (f"，累计最多扣{text(whole)}分" if whole else "，扣完为止" if not any(mosts) else "")

    def points(counts: list[int]) -> Any:
        off_each = [n * off for n, off in zip(counts, offs, strict=True)]
        lost = [min(off, most or off) for off, most in zip(off_each, mosts, strict=True)]
        found = within(weight - sum(lost), weight, weight - whole if whole else Fraction(0))
        if mosts[-1] and not any(mosts[:-1]):  # a limit behind the last may be meant for all
            return found if within(weight - min(sum(off_each), mosts[-1]), weight) == found else "ask"
        return found

    every = [[0] * len(kinds), [1] * len(kinds), [9] * len(kinds)]
    every.append(draw(st.lists(st.integers(0, 6), min_size=len(kinds), max_size=len(kinds))))
    named = [{name: f"{n}{unit}" for (name, unit), n in zip(kinds, counts, strict=True)} for counts in every]
    return printed, weight, list(zip(named, map(points, every), strict=True))


@st.composite
def with_bonus(draw) -> Rule:
    """Points at the target, more for each step above it, up to the whole."""
    base, more = Fraction(draw(st.sampled_from([4, 5, 6]))), Fraction(draw(st.sampled_from(["0.2", "0.5", "1"])))
    weight, target = base + Fraction(draw(st.sampled_from([2, 4]))), Fraction(draw(st.sampled_from([80, 85, 90])))
    none = draw(st.booleans())
    printed = f"{draw(st.sampled_from(GOOD))}达到{percent(target)}得{text(base)}分，每提高1个百分点加{text(more)}分，最高{text(weight)}分"
    printed += f"，未达到{percent(target)}不得分" if none else ""
    values = [target + gap for gap in (Fraction(0), Fraction(1), Fraction(3), Fraction(5, 2), Fraction(10))]
    cases = [(percent(x), within(base + (x - target) * more, weight)) for x in values]
    return printed, weight, [*cases, (percent(target - 1), Fraction(0) if none else "ask")]


@st.composite
def by_rank(draw) -> Rule:
    """Points for ranks from the first on."""
    weight, ends = draw(WEIGHTS), sorted(draw(st.sets(st.integers(2, 9), min_size=1, max_size=2)))
    firsts = [1, *(end + 1 for end in ends)]
    parts = [weight, weight / 2, weight / 4][: len(firsts)]
    told = [f"第{first}-{last}名得{text(part)}分" if first < last else f"第{first}名得{text(part)}分"
            for first, last, part in zip(firsts, ends, parts, strict=False)]  # fmt: skip
    told.append(f"第{firsts[-1]}名及以后得{text(parts[-1])}分")
    ranks = sorted({1, *ends, *firsts[1:], 20})
    return "，".join(told), weight, [(f"第{n}名", parts[sum(n > end for end in ends)]) for n in ranks]


@st.composite
def by_delay(draw) -> Rule:
    """So many points for each day late, with a last day."""
    weight, off = draw(WEIGHTS), Fraction(draw(st.sampled_from(["0.2", "0.5", "1"])))
    last = draw(st.sampled_from([None, 10]))
    head = draw(
        st.sampled_from(
            ["按期完成得满分，每逾期1天扣{d}分", "{n}日内办结得满分，每超过1日扣{d}分", "逾期的，每逾期1天扣{d}分"]
        )
    )
    printed = head.format(n=draw(st.integers(5, 30)), d=text(off)) + "，扣完为止"
    printed += f"，逾期超过{last}天不得分" if last else ""
    days = [0, 1, 3, 10, 11, draw(st.integers(1, 40))]
    return (
        printed,
        weight,
        [(f"逾期{n}天", Fraction(0) if last and n > last else within(weight - n * off, weight)) for n in days],
    )


RULES = st.one_of(by_steps(), by_tiers(), in_proportion(), by_faults(), with_bonus(), by_rank(), by_delay())
