"""Lists (并列各项): runs of amounts that are told one after the other, each with its own name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise, starmap

from evallib.audit.ledger import Entry, Ledger, addable, alike
from evallib.audit.ledger.wholes.bounds.no_items import before_besides, before_done, without_inner
from evallib.audit.ledger.wholes.completeness import REST
from evallib.audit.ledger.wholes.partitions import is_complete
from evallib.parsing.claims.cues import ALTOGETHER

_CUT = re.compile(r"其中|合计|共计|总计|累计|比|较|同比|环比|另")
_USED_FOR = re.compile(r"^(?:用于|用作|为|是)")  # “30万元用于审计”: named behind it
LONGEST, MOST_PARTS = 24, 6
#: “甲、乙、丙各1件”, “第11至第23名的各奖励2000元”: so many for each is no single item; “各派出所12件” is one.
_EACH = re.compile(
    r"各(?:自|均)?(?:[奖罚扣发拨补给加减配建设有得派安记][\u4e00-\u9fff]{0,6}(?<![所站院校局厂库场省市县区镇乡村社]))?$"
)
_LIMIT = re.compile(r"\s*[分元天日人件个]?(?:(?:及|（含）|\(含\))?以[上下内外]|代表[“\"])")
_AMONG, _WITHIN = re.compile("其中(?![:：])"), re.compile(r"其中|包括[：:]|\((?![^()]*\))")
_NUMBERED = re.compile(r"(?:^|[，,；;。])\s*[（(]?[一二三四五六七八九十]{1,2}[)）]?、")


def is_limit(entry: Entry) -> bool:
    """Whether a figure draws a line between classes (“500万元以上项目2个”, “85分代表“满意””) and is no amount."""
    tail = entry.spot.tail if entry.spot is not None else ""
    return ("以" in tail or "代表" in tail) and _LIMIT.match(tail) is not None


def is_item(entry: Entry) -> bool:
    """Whether an amount can be an item of a list."""
    if not entry.is_amount or entry.role != "plain" or entry.spot is None or is_limit(entry):
        return False
    if (
        not entry.label
        and not _USED_FOR.match(entry.spot.tail)
        and entry.spot.gap.strip() not in {"、", "和", "及", "以及"}
    ):
        return False
    return not _EACH.search(entry.spot.head)


_OPENED = re.compile(r"其中|[:：(（]|分别|包括|按.{1,8}分")


def whole_before(ledger: Ledger, part: Entry) -> Entry | None:
    """The amount before the list in which a part is told: “共A，其中B、C、D” for B, C and D."""
    lists = items_before(ledger, part, including=True) or [[part]]
    for items in lists:
        first = items[0]
        opened = first.spot is not None and _OPENED.search(first.spot.gap)
        if not opened or not first.index:
            continue
        for other in reversed(ledger.back(first, 4)):
            if other.paragraph != first.paragraph:
                return None
            if other.is_amount and other.role == "plain":
                return other if addable(other, first) and other.rough >= part.rough else None
    return None


def items_before(ledger: Ledger, entry: Entry, including: bool = False) -> list[list[Entry]]:
    """Lists that end just before a figure (or with it): the longest run, and the run of its own sentence.

    A run goes back over addable amounts of the paragraph; shares and growth between its items do not break it.
    """
    stop = entry.index + (1 if including else 0)
    run: list[Entry] = []
    cuts: list[int] = []
    for other in reversed(ledger.prose[max(0, stop - 3 * LONGEST) : stop]):
        if other.paragraph != entry.paragraph:
            break
        if not other.is_amount or other.role == "change":
            continue
        if not is_item(other) or (run and not addable(other, run[-1])):
            break
        run.append(other)
        assert other.spot is not None
        if (
            _CUT.search(other.spot.gap)
            or other.is_whole
            or "：" in other.spot.gap
            or ":" in other.spot.gap
            or "(" in other.spot.gap
        ):
            cuts.append(len(run))
        if len(run) >= LONGEST:
            break
    found = []
    for length in dict.fromkeys([*cuts, len(run)]):
        if length >= 2:
            found.append(run[:length][::-1])
    own = [e for e in run if e.sentence == run[0].sentence] if run else []
    if len(own) >= 2 and own[::-1] not in found:
        found.append(own[::-1])
    return found


def whole_of_parts(ledger: Ledger, last: Entry | None) -> Entry | None:
    """“新增2360个，其中甲740个、乙1620个，完成计划的118%”: behind parts that add up the whole is spoken of."""
    if last is None:
        return None
    for first in ledger.back(last, MOST_PARTS)[::-1]:
        if first.sentence != last.sentence or not alike(first, last):
            return None
        if first.spot is not None and "其中" in first.spot.gap:
            whole = ledger.prose[first.index - 1] if first.index else first
            parts = ledger.prose[first.index : last.index + 1]
            return whole if whole.value == sum(p.value for p in parts) and alike(whole, last) else None
    return None


_TOTAL = re.compile(rf"(?:合计|总计|共计|累计|{ALTOGETHER}|总分|总数|总量|总额|总[收支][入出]|小计)[^，。；、]{{0,6}}$")
_BESIDE = re.compile(
    r"[，,、；;]?\s*(?:[比较]|[低高少多]于|超[过出]|距)[^，。；、]{0,8}(?:限额|上限|预算|计划|目标|控制数)[^，。；、]{0,6}$"
)


def lists_from(run: list[Entry], start: int, whole: Entry, *, among: bool) -> Iterable[list[Entry]]:
    """How far the list may go: the first is the likeliest."""
    first = run[start]
    assert first.spot is not None
    parts = [e for e in run[start : start + LONGEST] if e.sentence == first.sentence]
    if not first.depth:
        parts = _before_rest_of_brackets(parts)
        parts = [e for e in parts if not e.depth]  # “用车费35万元（购置9万元、运行26万元）、出国5万元”
    if first.depth > whole.depth:
        inside = next((i for i, e in enumerate(parts) if e.depth < first.depth), len(parts))
        parts = parts[:inside]
    if "(" in first.spot.gap and first.depth:
        parts = [e for e in parts if e.depth == first.depth and e.index - first.index <= len(parts)]
        parts = _one_bracket(parts)
    else:
        parts = before_done(up_to_semicolon(without_inner(parts)), whole)
    through = [_through(run, start)] if among else []
    earlier = [e for e in run[:start] if e.paragraph == whole.paragraph and e is not whole]
    parts, *through = [_before_what_is_left(some, whole, earlier) for some in (parts, *through)]
    items = {id(p): is_item(p) for some in (parts, *through) for p in some}
    found = [parts, up_to_comma(parts), _up_to_rest(parts), before_besides(parts), *through]
    return {len(some): some for some in found if len(some) >= 2 and all(items[id(p)] for p in some)}.values()


_OF_DONE = re.compile(
    r"(?:化解|办结|结案|审结|整改|解决|销号|完成|完工|拆除|清理|清退|支付|支出|使用|拨付|回复|答复|处置|交付|建成|"
    r"验收|开工|到位|兑付|偿还|调解)[^，。；、]{0,4}$"
)
_LEFT = re.compile(r"剩余|余下|其余|其它|其他|还有|尚有|仍有|另有|尚余|还剩|尚|另")
_PENDING = re.compile(
    r"[^，。；、\d]{0,6}?(?:正在|正|仍|尚|未|待|计划|拟|将|限期|预计|力争|争取|继续|列入|纳入|年底|\d+月)|[，]?(?:已)?(?:列入|纳入)计划"
)


def _before_what_is_left(parts: list[Entry], whole: Entry, earlier: Sequence[Entry]) -> list[Entry]:
    """“积案26件；已化解17件，其中甲8件、乙9件，剩余9件计划年底前清零”: what is left is none of what was done.

    It says so itself (正在推进, 尚未完工), or it is what an amount told before has more than the whole.
    """
    last = parts[-1]
    if len(parts) < 2 or last.spot is None or whole.spot is None or not _LEFT.match(last.label or last.spot.gap[1:]):
        return parts
    undone = bool(_OF_DONE.search(whole.spot.head)) and bool(_PENDING.match(last.spot.tail))
    short = any(e.value - whole.value == last.value and addable(e, whole) for e in earlier)
    return parts[:-1] if undone or short else parts


def _before_rest_of_brackets(parts: list[Entry]) -> list[Entry]:
    """“超期37宗，集中在甲镇(15宗)、乙局(11宗)，其余5宗”: the rest of what brackets list is no item of the list."""
    for at, (before, part) in enumerate(pairwise(parts), 1):
        if before.depth and not part.depth and before.index == part.index - 1 and REST.match(part.label):
            return parts[:at]
    return parts


def _through(run: list[Entry], start: int) -> list[Entry]:
    """“30个项目中，完成21个，占70%；延期6个、终止3个。”: to the end of the sentence."""
    first = run[start]
    return [e for e in run[start : start + LONGEST] if e.sentence == first.sentence and e.depth == first.depth]


def _up_to_rest(parts: list[Entry]) -> list[Entry]:
    """A list up to “其他B件”: what follows the rest of a whole is no part of it."""
    rests = (i for i, p in enumerate(parts, 1) if i > 1 and REST.match(p.label))
    stop = next((i for i in rests if not (parts[i:] and goes_on(parts[i]))), len(parts))
    return parts[:stop]


def goes_on(part: Entry) -> bool:
    """“其他结果1件、尚未审结1件”: one of the kinds is called another one, and the list goes on behind it."""
    return part.spot is not None and part.spot.gap.lstrip().startswith("、")


def up_to_comma(parts: list[Entry]) -> list[Entry]:
    """A list told with “、” up to its first “，”."""
    if len(parts) < 3 or parts[1].spot is None or "、" not in parts[1].spot.gap:
        return parts
    stop = next(
        (i for i, p in enumerate(parts[2:], 2) if p.spot and "、" not in p.spot.gap and "，" in p.spot.gap), len(parts)
    )
    # “甲20件、乙11件，其余为丙15件”: what is left ends the list, and is a part of it.
    return parts[: stop + 1 if parts[stop:] and REST.match(parts[stop].label) else stop]


def _one_bracket(parts: list[Entry]) -> list[Entry]:
    kept = parts[:1]
    for part in parts[1:]:
        assert part.spot is not None
        if ")" in part.spot.gap:
            break
        kept.append(part)
    return kept


def _words_between(before: Entry, part: Entry) -> str:
    return (before.spot.tail if before.spot else "") + (part.spot.gap if part.spot else "")


def _begin_alike(parts: list[Entry]) -> bool:
    """“其中，通过网站发布31条；通过报刊发布31条”: names that begin with the same words are of one list."""
    return len({p.label[:2] for p in parts}) == 1 and all(len(p.label) > 2 for p in parts)


def up_to_semicolon(parts: list[Entry]) -> list[Entry]:
    """Items go on to the end of the list: over “；” only where every item is set apart by one."""
    kept = parts[:1]
    # “资产管理扣1分；产出因结案率低于97%扣1分”: a rate may stand between the semicolon and the next amount.
    semis = ["；" in words or ";" in words for words in starmap(_words_between, pairwise(parts))]
    # “户籍人口A，其中城镇B；常住人口C”: one item behind “其中” is no list that semicolons part.
    lone = len(semis) == 1 and parts[0].spot is not None and _AMONG.search(parts[0].spot.gap)
    through = all(semis) and (not lone or is_complete([p.label for p in parts]) or _begin_alike(parts))
    numbered = parts[0].spot is not None and _NUMBERED.search(parts[0].spot.gap)
    for part, semi in zip(parts[1:], semis, strict=True):
        assert part.spot is not None
        if (semi and not through) or _WITHIN.search(part.spot.gap):
            break  # but “微信6件（因停机，自上旬暂停）、网络40件”: a note in a bracket of its own ends no list
        total = _TOTAL.search(part.spot.head) and not REST.match(part.label)  # “其余单位共10件” is an item
        further = not numbered and _NUMBERED.search(part.spot.gap)  # “…，三、接待费D”: of the list around it
        if total or further or _BESIDE.match(part.spot.gap):
            break  # “其中一般债务A，专项债务B，低于限额C”: how far the whole lies below is no part of it
        kept.append(part)
    return kept
