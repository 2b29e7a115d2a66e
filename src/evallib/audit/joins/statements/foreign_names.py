"""Foreign names (套用文本留下的名称): “甲市数据局” throughout, and once “乙市数据局” doing what the first does."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from evallib.audit.findings import Finding
from evallib.audit.reading.document import Document, Place
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise

_KINDS = "自治县|新区|省|市|区|县|旗|镇|乡|街道"
_NAME = re.compile(
    rf"(?:^|(?<=[。；：:，,、“（(\s]))(?P<place>[\u4e00-\u9fff]{{2,3}})(?P<kind>{_KINDS})"
    r"(?P<body>[\u4e00-\u9fff]{1,8}?(?:局|委|委员会|中心|办公室|政府|管委会|院|站|队|学校|医院))(?P<after>[\u4e00-\u9fff]{0,4})"
)
#: What a unit says of another one, or does with it.
_OTHERS = re.compile(
    r"借鉴|学习|考察|赴|邀请|联合|会同|协作|对比|相比|合作|来函|转来|移交|抄送|协调|报送|批复|下达|上级|兄弟|经验|例如|比如|排名|第[一二三四五\d]"
)
_DOES = re.compile(
    r"^(?:认真|高度|坚持|严格|积极|按照|围绕|部门|单位|党组|党委|成立|制定|建立|设立|下设|是|为|的|20|内设|编制|负责|预算|决算|整体|项目|本级|机关|将|已|在|全面|切实|主要|开展|组织|共有|年)"
)
_TOWN = re.compile(
    r"(?:^|(?<=[区县市，。、；：“（(\s]))(?P<name>[\u4e00-\u9fff]{2,3})(?P<kind>镇|街道|乡)(?P<rest>[\u4e00-\u9fff]{2,6})"
)
LEAST, OFTEN = 3, 5


def check(document: Document) -> Iterator[Finding]:
    """Another unit's name left in from a template."""
    told: set[tuple[int, int]] = set()
    for finding in [*_towns(document), *_bodies(document)]:
        spot = finding.places[0].block, finding.places[0].start
        if spot not in told:
            told.add(spot)
            yield finding


def _bodies(document: Document) -> Iterator[Finding]:
    """A unit of the same kind but of another place, that stands once where everywhere else this one does."""
    found: dict[str, dict[str, list[tuple[Place, str]]]] = defaultdict(lambda: defaultdict(list))
    for text, where, _ in document.texts():
        plain = normalise(text)
        for match in _NAME.finditer(plain):
            sentence = (
                patterns.split(r"[。；\n]", plain[: match.start()])[-1]
                + patterns.split(r"[。；\n]", plain[match.start() :])[0]
            )
            name = match["place"] + match["kind"]
            found[match["body"]][name].append((where(match.start(), match.end("body")), sentence))
    for body, names in found.items():
        if len(names) != 2:
            continue  # a list of places, each with its own
        own, other = sorted(names, key=lambda n: -len(names[n]))
        if len(names[own]) < LEAST or len(names[other]) != 1 or own in other or other in own or own[-1] != other[-1]:
            continue
        place, sentence = names[other][0]
        after = sentence.partition(other + body)[2]
        if _OTHERS.search(sentence) or own in sentence or (after and not _DOES.match(after)):
            continue
        yield Finding(
            "name.unit", "wording", "medium",
            f"“{other}{body}”出现 1 次，别处均为“{own}{body}”：可能是套用别处文本时留下的", other, own,
            f"{len(names[own])} 处写“{own}{body}”", (place, names[own][0][0]),
        )  # fmt: skip


def _towns(document: Document) -> Iterator[Finding]:
    """“甲镇城运中心” thirty times and “乙镇城运中心” once."""
    found: dict[str, dict[str, list[Place]]] = {}
    for text, where, _ in document.texts():
        for match in _TOWN.finditer(normalise(text)):
            name = match["name"] + match["kind"]
            for length in (4, 3, 2):
                rest = match["rest"][:length]
                found.setdefault(rest, {}).setdefault(name, []).append(where(match.start(), match.end("kind")))
    told: set[Place] = set()
    for rest, names in sorted(found.items(), key=lambda f: -len(f[0])):
        counts = Counter({name: len(places) for name, places in names.items()})
        own = counts.most_common(1)[0][0]
        # A list of towns names each of them with the same words.
        if len(names) != 2 or counts[own] < OFTEN or _overlap(*names):
            continue
        other = next(name for name in names if name != own)
        if counts[other] > 1 or counts[own] < OFTEN * counts[other] or names[other][0] in told:
            continue
        told.add(names[other][0])
        yield Finding(
            "name.unit", "wording", "medium", f"“{other}{rest}”出现 1 次，别处均为“{own}{rest}”：可能是套用别处文本时留下的", other, own,
            f"{counts[own]} 处写“{own}{rest}”", (names[other][0], names[own][0]),
        )  # fmt: skip


def _overlap(a: str, b: str) -> bool:
    """Whether one name is only the other with a word in front (“区甲镇”)."""
    return a in b or b in a
