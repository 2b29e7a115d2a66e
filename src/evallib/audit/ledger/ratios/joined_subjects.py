"""Joined subjects (并列主语): “二、三季度占全年的P%” is a share of both, and of neither of them alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evallib.audit.ledger import Entry, Ledger
from evallib.model import patterns

_NUMBER = "[一二三四五六七八九十]{1,2}"
_JOINED = re.compile(
    rf"(?P<numbers>第?{_NUMBER}(?:[、和及]第?{_NUMBER})+)(?P<kind>[^，。；、\d]{{1,3}}?)(?:合计|共|两者)?占"
)


def joined_parts(share: Entry, before: Sequence[Entry]) -> tuple[Entry, ...] | None:
    """The amounts of all that a share names by their numbers; empty where one is not told, None where none is named.

    Args:
        share: the share.
        before: the amounts told before it, the nearest first.

    Returns:
        The amounts in the order of their names.
    """
    match = _JOINED.search(share.spot.head) if share.spot is not None else None
    if match is None:
        return None
    names = [f"{number.lstrip('第')}{match['kind']}" for number in patterns.split("[、和及]", match["numbers"])]
    found = [next((e for e in before if e.is_amount and e.label.lstrip("第") == name), None) for name in names]
    return tuple(e for e in found if e is not None) if all(e is not None for e in found) else ()


def is_whole_of_joined(ledger: Ledger, share: Entry, parts: Sequence[Entry], whole: Entry) -> bool:
    """Whether an amount is what the list of the parts that a share joins adds up to: its first item to its last."""
    if len(parts) < 2 or joined_parts(share, parts) is None:
        return False
    own = [e for e in ledger.by_sentence[parts[0].sentence] if e.is_amount and e.role == "plain" and e is not whole]
    kin = [e for e in own if e.index < share.index and e.mention.unit == parts[0].mention.unit]
    return len(kin) > len(parts) and sum(e.value for e in kin) == whole.value
