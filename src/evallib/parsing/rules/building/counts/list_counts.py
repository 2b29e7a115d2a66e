"""How many requirements a sentence lists."""

from __future__ import annotations

from evallib.model import patterns


def list_count(text: str) -> int:
    """How many requirements a sentence joins by 、 (机构健全、人员到位、经费落实、制度上墙).

    >>> list_count("机构健全、人员到位、经费落实、制度上墙")
    4
    """
    best = 0
    for chunk in patterns.split(r"[,;。:(]", text):
        best = max(best, len([p for p in chunk.split("、") if p]))
    return best if best > 1 else 0
