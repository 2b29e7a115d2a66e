"""Names of rates (率的名称): what a rate counts by its name, and what is divided by what where the name says it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from evallib.audit.ledger import RATE, Entry, Relation, alike, core, likeness, make
from evallib.model import patterns

#: A name of so many characters in another order is the same name.
LONG = 4
#: What a rate of what was not done counts.
FAILED = re.compile(r"未|不|逾期|超期|超时|返工|退|差错|死亡|失")
#: “应结案266件、按期结案率P%”: what was due is what the rate is of.
_NOT_DONE = r"立案|派|受理|应(?:结|办|处|整|解决|完成|化解|回)"
#: What is done with them behind that: “整改责任单位”, “检查发现的网站”.
_FURTHER = re.compile(
    r"应|未|不|待|发现|涉及|单位|部门|责任|后|前|中|和|与|及|、|资金|金额|收入|支出|目标|任务|计划|标准|率"
)
_EXTREME = re.compile(r"率[^，。；\d]{0,4}最[高低好差][^。；\d]{0,6}$")
#: Rates whose definition leaves no choice: what is counted, and of what.
_DEFINED: tuple[tuple[str, str, str], ...] = (
    (r"有效回收率|有效率", r"有效|回收", r"发放|发出|下发|回收"),
    (r"回收率", r"回收|收回", r"发放|发出|下发"),
    (r"差错率|错误率", r"差错|错误|有误|不符|不一致", r"抽查|抽检|核查|检查|核对|抽取"),
    (r"接通率|接听率", r"接通|接听", r"呼入|来电|话务"),
    (r"节约率|节支率|核减率|审减率", r"节约|节支|节省|核减|审减", r"计划|预算|送审|概算|申报"),
    (r"执行率|支付率|支出进度|拨付率", r"执行|支出|支付|拨付|发放", r"预算|到位|下达|资金"),
    (r"满意率", r"(?<!不)满意", r"回访|评价|测评|调查|有效|反馈"),
    (r"到位率", r"到位", r"预算|计划|下达"),
    (r"挽回率", r"挽回", r"涉及|损失|涉案"),
    (r"资产负债率", r"负债", r"资产"),
    (r"自给率", r"(?:公共预算|财政|预算)收入", r"(?:公共预算|财政|预算)支出"),
    (r"入住率|床位使用率", r"入住|在院|收养", r"床位"),
    (r"优良率", r"优良", r"共|监测|天"),
    (r"控制率", r"在职|实有|支出|费", r"编制|预算"),
    (
        r"(?:结案|办结|处置|处理|完成|解决|化解)率",
        r"结案|办结|已结|处置|处理|完成|解决|化解",
        r"立案|受理|应结|派|转办|交办|到期|发现|计划|承办",
    ),
)


@lru_cache(maxsize=8192)
def defined_by_name(head: str) -> tuple[str, str] | None:
    """What is divided by what in a rate whose name says it."""
    return next(((top, low) for rate, top, low in _DEFINED if patterns.search(rate, head)), None)


@lru_cache(maxsize=32768)
def is_defined_part(top: str, label: str) -> bool:
    """Whether a count is what a rate with a definition counts, by its name."""
    return bool(patterns.search(f"(?:{top})[^，。；]{{0,4}}$", label) and not patterns.search(_NOT_DONE, label))


@lru_cache(maxsize=8192)
@lru_cache(maxsize=16384)
def stem_of(label: str) -> str:
    """What a rate counts.

    >>> stem_of("按期结案率"), stem_of("直接办结率为")
    ('按期结案', '直接办结')
    """
    match = patterns.search(r"([\u4e00-\u9fff]+?)(?:占比|率|度|比例|比)", label)
    return match[1] if match else label


@lru_cache(maxsize=32768)
def likely_part(stem: str, label: str) -> float:
    """How well a count is what the rate counts."""
    words = core(label)
    mine = core(stem)
    if not words or not mine:
        return 0.0
    if words == mine:
        return 1.0
    if len(mine) >= LONG and sorted(words) == sorted(mine):
        return 0.9  # “成功回访A件，回访成功率P%”
    if mine.endswith(words) or words.endswith(mine):
        shorter = min(len(words), len(mine))
        return 0.8 if shorter >= 2 and not patterns.search(r"应|未|不", words.replace(mine, "")) else 0.2
    if len(mine) >= LONG // 2 and words.startswith(mine) and not _FURTHER.search(words[len(mine) :]):
        return 0.8  # “合格新媒体104个，…，合格率P%”
    return likeness(mine, words) * 0.7


def is_of_the_extreme(rate: Entry) -> bool:
    """“回访6240件…，其中住建系统满意率最低，为88.1%”: the rate of one of many, whose figures are not those of all."""
    return rate.spot is not None and bool(_EXTREME.search(rate.spot.gap))


def by_definition(entry: Entry, own: list[Entry], defined: tuple[str, str], what: str) -> Iterator[Relation]:
    """A rate whose name says what is divided by what, with one figure of each kind in the sentence."""
    before = [e for e in own if e.index < entry.index and e.role in {"plain", "mean"}]
    last = [e for e in before if e.index >= entry.index - 2]
    if len(last) == 2 and len(before) > 2 and all(e.index != entry.index - 3 for e in own):
        before = last  # “甲预算A，执行B，执行率P；乙预算C，执行D，执行率Q”: each rate has its own pair
    clause = _clause(before)
    if len(clause) == 2 and any(is_defined_part(defined[0], e.label) for e in clause):
        before = clause  # “…共2600万元；其中甲预算C，拨付D，执行率Q”: what stands behind the semicolon
    parts = [
        e
        for e in before
        if is_defined_part(defined[0], e.label)
        and (bool(FAILED.search(e.label)) == bool(FAILED.search(entry.spot.head if entry.spot else "")))
    ]
    wholes = [e for e in before if e.spot is not None and patterns.search(defined[1], e.label + e.spot.head)]
    under = [w for w in wholes if w not in parts]
    if len(parts) == len(under) == 1 and alike(parts[0], under[0]) and parts[0].value > under[0].value > 0:
        # More done than there was: a backlog, or a slip.
        yield make(entry, (parts[0], under[0]), RATE, "rate.prose", what, 0.5)
    for part in parts:
        rivals = [w for w in wholes if w is not part and alike(w, part) and w.rough >= part.rough]
        if len(rivals) == 1 and len([p for p in parts if p is not rivals[0]]) == 1:
            others = [e for e in before if e is not part and alike(e, part) and e.rough >= part.rough]
            yield make(entry, (part, rivals[0]), RATE, "rate.prose", what, 0.9 if len(others) == 1 else 0.76)


def _clause(before: list[Entry]) -> list[Entry]:
    """The amounts behind the last semicolon before a rate."""
    told = sorted(before, key=lambda e: e.index)
    starts = [i for i, e in enumerate(told) if e.spot is not None and patterns.search("[；;]", e.spot.gap)]
    return told[starts[-1] :] if starts else told
