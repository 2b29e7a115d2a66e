"""Consequences (结论与后果): “支出率高于95%的要求，扣2分”: what was done well is not what points are lost for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.audit.findings import Confidence, Finding
from evallib.audit.joins.targets import LOWER
from evallib.audit.reading.document import Document
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise

#: What nobody wants less of.
_MORE = (
    r"(?:(?<!不)(?:满意|合格|达标|办结|完成|执行|支出|回复|整改|处置|出勤|结案|收缴|"
    r"到位|覆盖|优良|好评|接通|签收|开工|验收|支付|拨付|成活)率|满意度|(?<!扣)得分|成绩|总分)"
)
_LEVEL = r"\d+(?:\.\d+)?(?:%|分)"
#: A level that was reached, and in the next clause what follows from it.
_REACHED = re.compile(
    rf"(?P<name>{_MORE}(?:测评|考评|评价)?[为是]?(?:[\d.]+%)?[，,(]?(?:仍|均|都|每)?)(?P<word>高于|超过|已?达到|不低于)[^，。；;\d]{{0,14}}{_LEVEL}"
    r"(?P<rest>(?:的?(?P<goal>目标|要求|标准|指标值?|规定|最低标准)值?|以上)?[^，。；;\d]{0,10}?(?:\([^()]{1,8}\))?)[，,]?(?P<then>(?=[应按扣每需须请给予责立限书约通警说主因受将由])[^，。；;]{2,30})"
)
#: “满意率不得高于95%”
_MUST = re.compile(rf"{_MORE}(?:原则上)?(?P<then>不得|不应|不能)(?P<word>高于|超过){_LEVEL}")
#: “按期处置率达标扣2分”
_MET = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{1,10})(?P<word>(?<![未不没])(?:已完成|已?达标|已?达到(?:目标|要求|标准)))(?:[\u4e00-\u9fff]{0,4}(?:任务|目标|计划))?[，,]?"
    r"(?P<then>扣减?\d+(?:\.\d+)?分|[还尚仍相]?差\d+(?:\.\d+)?(?:个百分点|[^，。；;\d分%]{1,4})(?=[，。；;]|$))"
)
#: “已完成主要是征迁滞后”
_BECAUSE = re.compile(
    r"(?P<name>)(?P<word>(?<![未不没])(?:已完成|已?达标|已?达到(?:目标|要求|标准)))(?:任务|目标|计划|预算|部分)?的?[，,]?"
    r"(?P<then>(?:主要(?:原因)?(?:是|为|因|系|由于|受)|(?<=部分)因)[^，。；;]{2,24})"
)
_DEDUCTED = re.compile(r"(?:每[个家项][^，。；;\d]{0,4})?(?:应|按[^，。；;\d]{0,6})?扣(?:减|除)?(?!0分)\d")
_WARNED = re.compile(
    r"(?:由[^，。；]{2,10}?)?(?:将|应|须|需|请|给?予以?|责令)?(?:立即|限期|书面|当面|在全[市县区]){0,2}"
    r"(?:整改|提醒|约谈|通报批评|警告|问责|书面检查|说明原因|督办|发督办函|压减|取消|约谈[^，。；\d]{1,10})(?:到位)?(?:\(|$)"
)
_HINDERED = re.compile(
    r"[^，。；;]{0,4}主?要?(?:原因)?(?:因|由于|是|受)[^，。；;]{0,24}?(?:滞后|延[迟误期后]|推迟|缓慢|偏[慢低]|不足|不够|短缺|受阻|影响|停[工产运])"
)
#: What makes good of it, and rules that count what lies below.
_ELSE = re.compile(
    r"低于|未达|未完成|不足|不[扣再予]|免|以下|否则|"
    r"每(?:下?降|低|少|减)|得|[奖加]|克服|排除|消除|扣除|剔除|化解|应对|避免|减少"
)


def check(document: Document) -> Iterator[Finding]:
    """Every level that was reached, and every goal that was met, with what points and warnings are for."""
    for text, where, _ in document.worded:
        if (
            "高于" not in text
            and "超过" not in text
            and "达" not in text
            and "完成" not in text
            and "不低于" not in text
        ):
            continue
        plain = normalise(text)
        for pattern in (_REACHED, _MET, _BECAUSE, _MUST):
            for match in pattern.finditer(plain):
                clause = patterns.split(r"[，。；;]", plain[: match.start("word")])[-1]
                if LOWER.search(clause) or (pattern is not _MUST and _ELSE.search(match["then"])):
                    continue
                sure = _sure(match)
                if sure is None:
                    continue
                yield Finding(
                    "growth.direction",
                    "contradiction",
                    sure,
                    f"结论与后果相反：文字说“{match['word']}”，却有“{match['then'][:16]}”",
                    match["word"],
                    _TURNED.get(match["word"].removeprefix("已"), "未" + match["word"].removeprefix("已")),
                    match[0],
                    (where(*match.span("word")), where(*match.span("then"))),
                    () if sure != "low" else ("结论写反", "后果另有原因"),
                    ("可能结论写反",),
                )


_TURNED = {"高于": "低于", "超过": "低于", "不低于": "低于"}


def _sure(match: re.Match[str]) -> Confidence | None:
    """How surely what follows is of what was not reached; None where it does not follow."""
    if match.re is _MUST:
        return "low"
    if match.re is _MET:
        return "medium"
    if match.re is _BECAUSE:
        return "low" if _HINDERED.match(match["then"]) else None
    if match["word"].endswith("达到") and not match["goal"]:
        # “到位率达到80%，扣2分” tells how far it came, “达到90%的扣1分” a step of a rule.
        return "low" if match["rest"].startswith("的") and _WARNED.match(match["then"]) else None
    if _DEDUCTED.match(match["then"]):
        return "medium" if match["goal"] else "low"
    return "low" if _WARNED.match(match["then"]) or _HINDERED.match(match["then"]) else None
