"""Told wholes (明说的总数): a sentence that says “共A，其中B、C、D”, and how sure it is that B, C and D are all there is."""

from __future__ import annotations

import re
from fractions import Fraction

from evallib.audit.ledger.context import Ledger
from evallib.audit.ledger.entries import Entry, addable
from evallib.audit.ledger.formulas import Formula
from evallib.audit.ledger.labels import likeness
from evallib.audit.ledger.relations import Relation, make
from evallib.audit.ledger.wholes.lists import LONGEST, is_item
from evallib.audit.ledger.wholes.partitions import is_complete

SUM = Formula("sum")
OPENS = re.compile(
    r"其中|分项|主要(?:为|是|有|包括)|分别|包括|包含|具体|构成|按.{1,8}[分看]|分.{1,4}看|[:：(（]|由.{0,6}组成|依次"
)
_REST = re.compile(r"^(?:其他|其它|其余|剩余)")
STAGE = re.compile(
    r"应?结案|派遣|转办|办结|签收|核查|回访|受理|立案|处置|按[期时]|超[期时]|呼入|接通|答复|派单|调解|到期|有效"
)
_TOTAL = re.compile(r"(?:合计|总计|共计|累计|共|总分|总数|总量|总额|小计)[^，。；、]{0,6}$")


def told_wholes(ledger: Ledger, run: list[Entry], start: int) -> list[Relation]:
    """The relation that the sentence itself states: the amount before the list is its whole.

    “其中A、B，另C”: whether the list goes on behind the comma the words leave open, so both are readings.
    """
    if start == 0:
        return []
    whole, first = run[start - 1], run[start]
    assert first.spot is not None
    if not first.depth and whole.depth:
        # “共A件（电话a件、网络b件）。其中…”: what stands in the bracket is no whole of what follows it.
        outer = [e for e in run[:start] if not e.depth]
        if not outer or outer[-1].paragraph != first.paragraph:
            return []
        whole = outer[-1]
    if whole.is_base:
        # “A件，较上年的B件增加…。其中”: what is taken apart is this year's.
        now = [e for e in run[:start] if not e.is_base and e.sentence == whole.sentence]
        whole = now[-1] if now and now[-1].depth == whole.depth else whole
    opener = OPENS.search(first.spot.gap)
    closed = first.depth <= whole.depth or not _TAKES_APART.match(first.spot.gap)
    if opener and opener[0] in "(（" and closed:
        opener = None  # a bracket behind another name says nothing of the amount before
    if not opener and whole.sentence == first.sentence:
        states = _told_states(run, start) or _told_halves(run, start)  # run[start - 1] is their whole
        return [states] if states is not None else []
    if whole.sentence != first.sentence and not (
        opener and first.sentence - whole.sentence == 1 and "其中" in first.spot.gap
    ):
        return []
    if not opener or not whole.dimension:
        return []
    parts = [e for e in run[start : start + LONGEST] if e.sentence == first.sentence]
    if not first.depth:
        parts = [e for e in parts if not e.depth]  # “用车费35万元（购置9万元、运行26万元）、出国5万元”
    if first.depth > whole.depth:
        inside = next((i for i, e in enumerate(parts) if e.depth < first.depth), len(parts))
        parts = parts[:inside]
    if "(" in first.spot.gap and first.depth:
        parts = [e for e in parts if e.depth == first.depth and e.index - first.index <= len(parts)]
        parts = _one_bracket(parts)
    else:
        parts = _up_to_semicolon(parts, first)
    code = "sum.score" if whole.dimension == "score" else "sum.prose"
    return [
        make(whole, some, SUM, code, what_of(whole), completeness(ledger, whole, some))
        for some in (parts, _up_to_comma(parts))
        if len(some) >= 2 and all(is_item(p) for p in some) and (some is parts or len(some) < len(parts))
    ]


def _up_to_comma(parts: list[Entry]) -> list[Entry]:
    """A list told with “、” up to its first “，”."""
    if len(parts) < 3 or parts[1].spot is None or "、" not in parts[1].spot.gap:
        return parts
    stop = next(
        (i for i, p in enumerate(parts[2:], 2) if p.spot and "、" not in p.spot.gap and "，" in p.spot.gap), len(parts)
    )
    return parts[:stop]


_TAKES_APART = re.compile(r"^[^，、；。]{0,6}[（(]")
_STATE = re.compile(r"^(?:已|待|未|正在|在办|退回|办理中|其他|其余)|(?:中|待[^，]{1,6})$")


def _told_halves(run: list[Entry], start: int) -> Relation | None:
    """“共受理A件，自行处理B件，派单C件”: names that leave nothing out."""
    whole = run[start - 1]
    if start + 1 >= len(run) or not (whole.is_whole or _TAKEN_IN.search(whole.label)):
        return None
    for count in (2, 3, 6, 12):
        parts = run[start : start + count]
        if len(parts) < count or parts[-1].sentence != whole.sentence or parts[-1].index - whole.index > 2 * count:
            break
        if is_complete([p.label for p in parts]) and sum(p.rough > whole.rough for p in parts) < min(2, count - 1):
            return make(whole, parts, SUM, "sum.prose", what_of(whole), 0.7)
    return None


_TAKEN_IN = re.compile(r"受理|接到|收到|接收|承办|申请|收入|支出|到期|应办|应结|应反馈")
_NAMED = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,10}?)(?:的?(?:分类|类型|来源|类别|性质|构成|结构))?(?:中|情况)?[，：:]\s*(?:主要)?[\u4e00-\u9fff“”\"]{0,14}$"
)


def named_whole(ledger: Ledger, run: list[Entry], start: int) -> Relation | None:
    """“逾期工单中，甲20件、乙11件、其他15件”, “工单分类：甲…”: the words before a list name its whole."""
    first = run[start]
    if first.spot is None or not first.dimension or "其中" in first.spot.gap:
        return None
    match = (
        _NAMED.search(first.spot.gap)
        if re.search(r"中，|(?:分类|类型|来源|类别|性质|构成|结构)[，：:]", first.spot.gap)
        else None
    )
    if not match:
        return None
    wholes = [
        e
        for e in ledger.before(first, 16)
        if addable(e, first) and e.role == "plain" and likeness(match["name"], e.label) >= 0.9
    ]
    parts = _up_to_comma(
        _up_to_semicolon([e for e in run[start : start + LONGEST] if e.sentence == first.sentence], first)
    )
    if len(wholes) != 1 or len(parts) < 2 or not all(is_item(p) for p in parts):
        return None
    return make(wholes[0], parts, SUM, "sum.prose", what_of(wholes[0]), completeness(ledger, wholes[0], parts))


def _told_states(run: list[Entry], start: int) -> Relation | None:
    """“共立案A件，已结案B件，待结案C件，退回D件”: what is in one state or another is all there is."""
    whole = run[start - 1]
    parts = []
    for entry in run[start : start + 8]:
        assert entry.spot is not None
        words = re.split(r"[，,、；;]", entry.spot.gap)[-1].strip()
        if entry.sentence != whole.sentence or not _STATE.search(words):
            break
        parts.append(entry)
    if len(parts) < 3 or not whole.is_whole or parts[0].label == whole.label:
        return None
    return make(whole, parts, SUM, "sum.prose", what_of(whole), 0.78)


def _one_bracket(parts: list[Entry]) -> list[Entry]:
    kept = parts[:1]
    for part in parts[1:]:
        assert part.spot is not None
        if ")" in part.spot.gap:
            break
        kept.append(part)
    return kept


def _up_to_semicolon(parts: list[Entry], first: Entry) -> list[Entry]:
    """Items go on to the end of the list: over “；” only where every item is set apart by one."""
    kept = parts[:1]
    semis = [bool(p.spot and re.search("[；;]", p.spot.gap)) for p in parts[1:]]
    through = all(semis)
    for part, semi in zip(parts[1:], semis, strict=True):
        assert part.spot is not None
        if (semi and not through) or _TOTAL.search(part.spot.head) or re.search(r"其中|\(", part.spot.gap):
            break
        kept.append(part)
    return kept


_OPEN_END = re.compile(r"主要|排名|前[一二三四五六七八九十\d]+|热点|集中(?!采购|支付|供养)|等|较多|较高|突出|居首|最多")


_SCORED = re.compile(r"总分|总得分|综合得分|得分|评分")


def completeness(ledger: Ledger, whole: Entry, parts: list[Entry]) -> float:
    """How sure it is that the parts are all parts and nothing but parts."""
    assert parts[-1].spot is not None and parts[0].spot is not None
    labels = [p.label for p in parts]
    rest = bool(_REST.match(parts[-1].label))
    if is_complete(labels) and not _OPEN_END.search(parts[0].spot.gap):
        return 0.8
    stages = {m[0] for label in labels if (m := STAGE.search(label))}
    if len(stages) > 1 and sum(bool(STAGE.search(label)) for label in labels) * 2 > len(parts) and not rest:
        return 0.15
    if any(p.rough > 20 * whole.rough for p in parts) and whole.dimension == "money":
        return 0.5  # a part beyond its whole: most likely another unit
    if rest:
        return 0.8
    if (
        whole.dimension == "score"
        and len(parts) >= 3
        and _SCORED.search(whole.label)
        and parts[0].spot.gap[:1] in "：:(（"
    ):
        return 0.8  # “总分89.3分：决策17.5分、过程18.2分…”
    if any(p.rough > whole.rough for p in parts) and "(" not in parts[0].spot.gap:
        return 0.5 if len(parts) >= 4 and "其中" in parts[0].spot.gap else 0.3 if "其中" in parts[0].spot.gap else 0.1
    if whole.dimension == "score":
        return 0.8 if "其中" in parts[0].spot.gap and len(parts) >= 3 else 0.4
    shares = [
        e
        for e in ledger.prose[parts[0].index : parts[-1].index + 3]
        if e.role == "share" and e.sentence == parts[0].sentence
    ]
    if len(shares) == len(parts):
        room = sum((s.mention.half for s in shares), start=Fraction(0))
        missing = 100 - sum((s.value for s in shares), start=Fraction(0))
        if abs(missing) <= room:
            return 0.9
        if missing > 5:
            return 0.05  # the shares say that the list leaves something out
    return _closeness(whole, parts)


def _closeness(whole: Entry, parts: list[Entry]) -> float:
    """How near the parts come to the whole, where nothing else tells whether they are all."""
    assert parts[-1].spot is not None and parts[0].spot is not None
    total = sum(p.rough for p in parts)
    open_end = bool(_OPEN_END.search(parts[0].spot.gap)) or parts[-1].spot.tail.startswith("等")
    over = round(total / whole.rough, 12) if whole.rough else 0.0
    if 1 < over <= 1.05:
        # More than all there is: only where a case may count twice is that no contradiction.
        return 0.78 if len(parts) >= 3 and not open_end else 0.62
    if open_end:
        return 0.6 if over > 1 else 0.1
    if re.fullmatch(r"\s*(?:，?分别[是为])?[：:][\u4e00-\u9fff]{0,10}", parts[0].spot.gap) and 0.2 <= over <= 5:
        return 0.78  # “11个：水利4个、医疗3个…” takes the amount apart
    if re.search(r"分别", parts[0].spot.gap) and len(parts) >= 2:
        return 0.5
    if parts[0].spot.gap.strip() in {"(", "(即", "(包括", "(分别为"} or re.fullmatch(
        r"\s*[(][^，。其含主]{0,12}", parts[0].spot.gap
    ):
        return 0.65 if 0.2 <= over <= 5 else 0.3  # a bracket right behind an amount takes it apart
    if "(" in parts[0].spot.gap and 0.2 <= over <= 5:
        return 0.62 if len(parts) >= 3 else 0.5  # what a bracket behind an amount lists
    if 0.98 <= over <= 1.0:
        return 0.55
    near = 0.45 if 0.9 <= over <= 1.1 else 0.35 if 0.5 <= over <= 1.2 else 0.15
    # What “其中” opens may leave something out, but seldom by just one digit.
    return max(near, 0.3 if len(parts) >= 3 else 0.25) if "其中" in parts[0].spot.gap and over > 0.1 else near


#: What is left of a word that opens a whole when the figure takes its last letter along.
WHOLE_WORDS = {"合": "合计", "共": "共计", "总": "总计"}


def what_of(whole: Entry) -> str:
    """The relation in words."""
    return f"“{WHOLE_WORDS.get(whole.label, whole.label) or whole}”与各项之和"
