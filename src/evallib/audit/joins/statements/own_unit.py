"""The own unit (本单位): the place that a title names, and another of its kind where only the own one can stand."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from evallib.audit.findings import Finding
from evallib.audit.joins.statements.foreign_names import is_place, speaks_of_another
from evallib.audit.reading.document import Document, Place
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise

_KIND = "自治县|新区|街道|[镇乡县区市州旗盟省]"
#: Places in which another one lies are told in front of it: 秋浦区棠山镇.
_ABOVE = r"(?:[\u4e00-\u9fff]{2,3}?[省市州区县旗盟]){0,2}"
_NAME = rf"(?P<name>(?P<stem>[\u4e00-\u9fff]{{2,3}}?)(?P<kind>{_KIND}))(?P<rest>[\u4e00-\u9fff]{{0,4}})"
_TIME = r"(?:20\d\d年(?:度|第?[一二三四]季度|[上下]半年|\d{1,2}月份?)?)"
#: The head of a report begins with the unit that makes it, or with its year.
_TITLE = re.compile(rf"\s*(?:关于)?{_TIME}?(?P<above>{_ABOVE}){_NAME}")
_ONE = re.compile(r"(?P<name>(?P<stem>[\u4e00-\u9fff]{2,3}?)(?P<kind>[省市州区县旗盟]))(?P<rest>)")
#: A line or a cell that names the unit: 实施单位, 来源.
_LABEL = r"(?:单位|部门|机构|来源|主体)(?:[（(][^）)]{1,4}[）)])?(?:名称)?"
_CODE = r"(?:\d[\d-]*)?"
_LABELLED = re.compile(rf"{_LABEL}[：:]\s*{_CODE}{_ABOVE}{_NAME}")
_LABEL_CELL = re.compile(rf"{_LABEL}[：:]?$")
_CELL = re.compile(rf"{_CODE}{_ABOVE}{_NAME}")
#: A caption, and the name below the last sentence.
_CAPTION = re.compile(
    r"\s*(?:附?[表图件]\s?[一二三四五六七八九十\d-]*[：:.、]?|[（(][一二三四五六七八九十][）)])?\s*(?:关于)?"
    rf"{_TIME}?{_ABOVE}{_NAME}"
)
#: The subject of a sentence, and what a report rests on or hands on.
_SUBJECT = re.compile(
    rf"(?:^|[。；])\s*(?:[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十\d]+[、.])?"
    rf"(?:{_TIME}|全年|今年|根据|依据|按照|受|经|现将|对)*[，,]?{_ABOVE}{_NAME}"
)
_RULES = re.compile(rf"(?:根据|依据|按照|编制|印发|关于)[^。；]{{0,20}}《(?:关于)?{_TIME}?{_NAME}")
#: Anywhere else a name begins behind a sign, a time or a word that takes one.
_ANYWHERE = re.compile(
    r"(?:^|(?<=[^\u4e00-\u9fff\d])|(?<=\d[年月])|(?<=[年度月份末底在对由经受向将为于按共来省市州区县]))"
    rf"(?=(?:共有?|全年)?{_NAME})"
)
#: A report that speaks of several of a kind may tell any of them: 各县, 5个区, 县（市、区）.
_SEVERAL = r"[各几两三四五六七八九十\d](?:个|家)?(?:区|县|市|[（(、]){0,4}|[县区市州镇乡][、（(]?"
#: What is no name of a place: words of a sentence that end in such a character.
_NO_STEM = re.compile(
    "[的之与及或对于各全本我该某每其后内外们年月日度季是在有到从向由被将把让使据按经受为等局委部厅处科室办校所会党政级属共总计收请报"
    "送交付列辖盖转靠]"
    "|^[市县区镇乡村省直]|[县市区镇乡村省]$"
)
_RUNS_ON = re.compile("[道场区间外内域值属际直村长级里]|民生|县[市区、]")
#: What a place of a list has so much of: “梅岭区1402件”.
_AMOUNT = re.compile(r"\(?\d[\d,.]*(?:\(|[件个宗起万亿元人户次项处家亩分%名]|$)")
_BESIDE = frozenset("、和与及")
#: The title stands among so many lines, and no line that is one is longer.
LINES, CAPTION = 3, 45


@dataclass(frozen=True, slots=True)
class _Other:
    name: str
    place: Place
    aside: bool = False  # told as one of several, or as another unit


def check(document: Document, told: Collection[Place]) -> Iterator[Finding]:
    """A place of the kind of the own one that is told once, as the unit of the report itself.

    Args:
        document: the report.
        told: places at which a foreign name was told already.
    """
    for kind, (name, at) in _own(document).items():
        whole = document.whole
        strict = _once(_where_own(document, kind), name, kind, whole)
        alone = not patterns.search(rf"(?:{_SEVERAL}){kind}(?!\d)", whole)
        others = strict or (_once(_anywhere(document, kind), name, kind, whole) if alone else [])
        if len(others) == 1 and others[0].place not in told:
            yield _doubt(name, at, others[0])


def _once(others: Iterator[_Other], own: str, kind: str, whole: str) -> list[_Other]:
    """Other names than the own one; none where any of them is told twice."""
    found = {other.place: other for other in others if own not in other.name}
    if any(whole.count(other.name.removesuffix(kind)) != 1 for other in found.values()):
        return []
    return [other for other in found.values() if not other.aside]


def _doubt(name: str, at: Place, other: _Other) -> Finding:
    return Finding(
        "name.unit",
        "wording",
        "low",
        f"“{other.name}”全文只出现 1 次，标题所写的是“{name}”：可能是套用别处文本时留下的",
        other.name,
        name,
        f"标题：{name}；此处：{other.name}",
        (other.place, at),
        ("套用别处文本时留下的名称", "确实说的是另一个单位"),
    )


def _own(document: Document) -> dict[str, tuple[str, Place]]:
    """The own place and those it lies in, by their kinds, and where the title (or the form) tells them."""
    for index, paragraph in document.paragraphs[:LINES]:
        text = normalise(paragraph.first_line)
        match = _TITLE.match(text)
        if match and len(text) <= CAPTION and not text.rstrip().endswith("。"):
            found = [(match, 0), *((m, match.start("above")) for m in _ONE.finditer(match["above"]))]
            if own := {
                m["kind"]: (m["name"], document.place_in_paragraph(index, at + m.start("name"), at + m.end("name")))
                for m, at in found
                if _is_name(m)
            }:
                return own
    for index, r, c, text in _label_cells(document):
        match = _CELL.match(text)
        if match and _is_name(match):
            return {match["kind"]: (match["name"], document.place_in_table(index, r, c, *match.span("name")))}
    return {}


def _is_name(match: re.Match[str]) -> bool:
    return is_place(match["stem"], match["kind"]) and not (
        _NO_STEM.search(match["stem"]) or _RUNS_ON.match(match["rest"])
    )


def _label_cells(document: Document) -> Iterator[tuple[int, int, int, str]]:
    for index, table in document.tables:
        for r, row in enumerate(table.rows):
            for c, cell in enumerate(row[1:], 1):
                if not cell.inherited and _LABEL_CELL.search(row[c - 1].text.strip()):
                    yield index, r, c, normalise(cell.text)


def _where_own(document: Document, kind: str) -> Iterator[_Other]:
    """Places where only the own unit can stand."""
    for index, paragraph in document.paragraphs:
        if kind not in paragraph.text:
            continue
        text = normalise(paragraph.text)
        found = [m for p in (_LABELLED, _SUBJECT) for m in p.finditer(text)]
        found += _RULES.finditer(text) if kind != "市" else []
        if len(text) <= CAPTION and not patterns.search("[。；，]", text):
            found += [m for m in [_CAPTION.match(text)] if m]
        for match in found:
            if match["kind"] == kind and _is_name(match) and not _is_another(text, match):
                yield _Other(match["name"], document.place_in_paragraph(index, *match.span("name")))
    for index, r, c, text in _label_cells(document):
        cell = _CELL.match(text)
        if cell and cell["kind"] == kind and _is_name(cell):
            yield _Other(cell["name"], document.place_in_table(index, r, c, *cell.span("name")))


def _anywhere(document: Document, kind: str) -> Iterator[_Other]:
    """Every name of the kind; what stands in a list or a row, or as another unit, can be no slip."""
    for raw, where, in_cell in document.worded:
        if kind not in raw:
            continue
        text = normalise(raw)
        for match in _ANYWHERE.finditer(text):
            if match["kind"] == kind and _is_name(match):
                aside = in_cell or _is_another(text, match)
                yield _Other(match["name"], where(*match.span("name")), aside)


def _is_another(text: str, match: re.Match[str]) -> bool:
    before = patterns.split(r"[。；]", text[max(0, match.start("name") - 14) : match.start("name")])[-1]
    behind = patterns.split(r"[。；]", text[match.end("name") : match.end("name") + 14])[0]
    listed = before[-1:] in _BESIDE or behind[:1] in {*_BESIDE, "("} or _AMOUNT.match(behind)
    return bool(listed or speaks_of_another(before + match["name"] + behind))
