"""Growth (增减变动): percent of change, percentage points, rise and fall, adjusted budgets.

If the named base does not give the printed percentage, all figures of the report are searched for one that does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evallib.audit.checks.prose_sums import levels
from evallib.audit.document import Figure
from evallib.audit.facts import Facts, Sentence
from evallib.audit.findings import Agreement, Finding
from evallib.audit.formulas import Change, Formula, Sum
from evallib.audit.identities import Identity, judge
from evallib.audit.roles import role_of

_UP = re.compile(r"增长|增加|上升|提高|提升|上涨|增幅|调增|追加")
_DOWN = re.compile(r"下降|减少|降低|下滑|降幅|调减|核减|压减")
_ADJUST = re.compile(r"调整率|调整幅度|变动率|变动幅度")
_BASE = re.compile(r"较|比|同比|相比|环比")
_FROM_TO = re.compile(r"(?:由|从)[^，,]*$")
_TO = re.compile(r"(?:上升|下降|提升|提高|增长|增加|减少|降低|下滑|调整|调减|调增|变为)[到至为]?")
_CUT = re.compile(r"(?:调减|核减|压减|调减资金|减少)(?:资金|预算|金额)?(?:了|约)?$")
_ADDED = re.compile(r"(?:调增|追加|增加)(?:资金|预算|金额)?(?:了|约)?$")

Result = Iterator[Identity | Finding | Agreement]


def check(facts: Facts) -> Result:
    """Changes of every sentence."""
    last: Sentence | None = None
    for sentence in facts.sentences:
        told = last.figures if last and last.block == sentence.block else ()
        last = sentence
        for _, level in levels(sentence):
            for at, figure in enumerate(level):
                if figure.unit in {"%", "百分点"} and not figure.hedge:
                    yield from _change(facts, sentence, level[:at], figure)
                elif figure.unit not in {"%", "百分点"}:
                    yield from _difference(told, level, at)


def _change(facts: Facts, sentence: Sentence, before: Sequence[Figure], rate: Figure) -> Result:
    words = _words_of(sentence, before, rate)
    up, down, adjust = bool(_UP.search(words)), bool(_DOWN.search(words)), bool(_ADJUST.search(words))
    if not (up or down or adjust) or (up and down):
        return
    pair = _pair(sentence, before, rate, adjust)
    if pair is None:
        return
    new, old, named = pair
    yield from _direction(rate, new, old, up, down)
    if rate.unit == "百分点" or new.unit == "%":
        yield _points(rate, new, old)
        return
    identity = Identity("growth.prose", f"“{rate.label}”的比例应与所列数字相符", rate, (new, old), Change())
    if judge(identity) in {"agrees", "truncated", "rounding"}:
        yield identity
        return
    yield Identity(
        identity.code,
        identity.what,
        rate,
        (new, old),
        Change(),
        "contradiction",
        "high" if named else "medium",
        tuple(_fitting(facts, rate, new, old)),
    )


def _words_of(sentence: Sentence, before: Sequence[Figure], rate: Figure) -> str:
    """The clause that leads to the rate."""
    gap = sentence.between(before[-1] if before else None, rate)
    return (
        re.split(r"[，,；;。]", gap)[-1]
        if re.search(r"率|增|减|升|降|提|涨|滑", re.split(r"[，,；;。]", gap)[-1])
        else gap[-8:]
    )


def _pair(
    sentence: Sentence, before: Sequence[Figure], rate: Figure, adjust: bool
) -> tuple[Figure, Figure, bool] | None:
    """New and old figure; True if the words name the base ("较 2022 年 … 80 万元")."""
    numbers = [f for f in before if not f.hedge or f.hedge in {"超", "超过"}]
    by_role = _by_role(numbers) if adjust else None
    if by_role or len(numbers) < 2 or not _comparable(numbers[-2], numbers[-1]):
        return (*by_role, True) if by_role else None
    first, second = numbers[-2:]
    gap = sentence.between(first, second)
    if _TO.search(gap) and (adjust or _FROM_TO.search(sentence.before(first)[-16:])):
        return second, first, True
    if _BASE.search(gap) and not _BASE.search(sentence.between(second, rate)):
        return first, second, True
    if _told_by_year(first, second) and not _BASE.search(gap + sentence.between(second, rate)):
        return (first, second, True) if first.period > second.period else (second, first, True)
    return None


def _told_by_year(first: Figure, second: Figure) -> bool:
    """The same thing in two years: "2022年满意度 a，2023年满意度 b"."""
    years = {first.period, second.period}
    return len(years) == 2 and "" not in years and first.label[-3:] == second.label[-3:]


def _by_role(numbers: Sequence[Figure]) -> tuple[Figure, Figure] | None:
    """年初预算 and 调整后预算 of the sentence."""
    initial = [f for f in numbers if "年初" in f.label or role_of(f.label) == "initial_budget"]
    adjusted = [f for f in numbers if re.search(r"调整后|调整至|调减至|调增至|^至", f.label)]
    return (adjusted[-1], initial[-1]) if initial and adjusted and _comparable(adjusted[-1], initial[-1]) else None


def _comparable(left: Figure, right: Figure) -> bool:
    units = {left.unit, right.unit}
    return len(units) == 1 or units <= {"万元", "万"}


def _direction(rate: Figure, new: Figure, old: Figure, up: bool, down: bool) -> Result:
    if (up and new.value < old.value) or (down and new.value > old.value):
        said, real = ("增长", "减少") if up else ("下降", "上升")
        yield Finding(
            "growth.direction",
            "contradiction",
            "high",
            f"文字称{said}，数字由 {old} 变为 {new}，实为{real}",
            str(rate),
            real,
            f"{new} − {old} = {new.value - old.value}",
            (rate.place, new.place, old.place),
        )


def _points(rate: Figure, new: Figure, old: Figure) -> Identity | Finding:
    """Rates change by points or by percent; the words must say which."""
    points = Identity("growth.points", f"“{rate.label}”应与两个比率之差相符", rate, (new, old), Sum((1, -1)))
    size = Identity(points.code, points.what, rate, (new, old) if new.value >= old.value else (old, new), Sum((1, -1)))
    percent = Identity("growth.prose", f"“{rate.label}”的比例应与所列数字相符", rate, (new, old), Change())
    fits_points = abs(abs(new.value - old.value) - rate.value) <= rate.step / 2
    fits_percent = judge(percent) == "agrees"
    fits_said, fits_other = (fits_points, fits_percent) if rate.unit == "百分点" else (fits_percent, fits_points)
    wrong = fits_other and not fits_said
    if wrong:
        right = "%" if rate.unit == "百分点" else "个百分点"
        difference = f"{abs(new.value - old.value)}个百分点"
        return Finding(
            "growth.points",
            "wording",
            "high",
            f"{rate.text} 是{'相对变动' if right == '%' else '两个比率之差'}，应写作“{rate.text}{right}”",
            str(rate),
            rate.text + right,
            f"{new} − {old} = {difference}；{Change().write([str(new), str(old)])} = {_percent(new, old)}",
            (rate.place, new.place, old.place),
        )
    if fits_points or rate.unit == "百分点":
        # "提升了 10 个百分点" for 9.73 is a rounded statement, not a wrong one.
        return Identity(size.code, size.what, rate, size.terms, _Rounded()) if fits_points else size
    return percent


class _Rounded(Sum):
    """A difference of rates stated with fewer places."""

    def __init__(self) -> None:
        object.__setattr__(self, "signs", (1, -1))
        object.__setattr__(self, "factor", 1)


def _percent(new: Figure, old: Figure) -> str:
    value = Change().compute([new.value, old.value])
    return "—" if value is None else f"{value:.2f}%"


def _fitting(facts: Facts, rate: Figure, new: Figure, old: Figure) -> Iterator[str]:
    """Figures of the report that would make the printed percentage true as the base; the named year first."""
    tables = [figure for grid in facts.grids for row in grid.rows for figure in row.figures.values()]
    seen = {old.value, new.value}
    candidates = [f for f in [*tables, *facts.prose] if _comparable(f, old) and f.value > 0 and f.value not in seen]
    candidates.sort(key=lambda figure: figure.period != old.period)
    found = 0
    for base in candidates:
        if base.value in seen or judge(Identity("", "", rate, (new, base), Change())) != "agrees":
            continue
        seen.add(base.value)
        found += 1
        yield f"以 {base} 为基数则相符（{base.place}，{(base.period + '年 ') if base.period else ''}{base.label}）"
        if found == 3:
            return


def _difference(told: Sequence[Figure], level: Sequence[Figure], at: int) -> Result:
    """“年初预算 a，调减 d，调整后预算 b”: a − d = b."""
    figure = level[at]
    sign = -1 if _CUT.search(figure.label) else 1 if _ADDED.search(figure.label) else 0
    if not sign or at + 1 >= len(level):
        return
    old = next((f for f in reversed([*told, *level[:at]]) if "年初" in f.label), None)
    new = level[at + 1]
    leads = re.search(r"调整后|^至|调整至|调减至|调增至", new.label)
    if old and leads and old.unit == new.unit == figure.unit:
        formula: Formula = Sum((1, sign))
        yield Identity("sum.adjustment", "年初预算与调整额应等于调整后预算", new, (old, figure), formula)
