"""Levels apart (一级、二级、三级指标): what is counted once on each level makes up nothing together.

“由3个一级指标、9个二级指标和27个三级指标组成”: each level has all indicators there are.
“资金A，其中管理费B，目前已拨付C”: so much has been paid of all of it, of which B is a part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from evallib.audit.ledger.entries import Entry
from evallib.audit.ledger.wholes.partitions import cut_across

_LEVEL = re.compile(r"\s*([一二三四五])级(?:评[价估]|绩效|考核)?(?:指标|目标|标准)")
_NAMED = re.compile(r"([一二三四五])级(?:评[价估]|绩效|考核)?(?:指标|目标|标准)$")
_SO_FAR = re.compile(r"[，,；;]\s*(?:目前|现已|迄今|至今|截[至止])[^，。；、]{0,16}[拨支兑]付[^，。；、]{0,4}$")


def are_of_levels(parts: Sequence[Entry]) -> bool:
    """Whether figures count the indicators of two levels, or one tells what has been paid so far.

    Args:
        parts: figures that may be parts of one whole.
    """
    so_far = any(p.spot is not None and "付" in p.spot.gap and _SO_FAR.search(p.spot.gap) for p in parts[1:])
    return so_far or len({_level_of(e) for e in parts} - {""}) > 1


def count_again(parts: Sequence[Entry]) -> bool:
    """Whether some of the figures count what others have counted: by another way to divide it, or on another level.

    Args:
        parts: figures that may be parts of one whole.
    """
    return cut_across([p.label for p in parts]) or are_of_levels(parts)


def _level_of(entry: Entry) -> str:
    if entry.spot is None or ("级" not in entry.spot.tail and "级" not in entry.label):
        return ""
    found = _LEVEL.match(entry.spot.tail) or _NAMED.search(entry.label)
    return found[1] if found else ""
