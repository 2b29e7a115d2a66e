"""No items (不是分项的): what was done of all behind a list, what an item holds, what there is besides."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evallib.audit.ledger import Entry
from evallib.audit.ledger.wholes.partitions import is_complete

_BESIDES = re.compile(r"\s*[，,；;](?:另|此外|还有|尚有|除此)")
_DONE = re.compile(r"(?:目前|现|均|共)?已?(?:办结|办复|办理完毕|结案|整改|回复|答复)(?!率)")
_COMMA, _AMONG = re.compile(r"\s*[)）]?\s*[，,；;]"), re.compile("其中")
#: So many items stand before what was done of them, which is at least this part of all.
LEAST, MOST_OF = 3, 0.5


def before_besides(parts: list[Entry]) -> list[Entry]:
    """“受理66件，其中甲23件，乙43件，另有5件作退回处理”: what there is besides may be no part."""
    last = parts[-1]
    return parts[:-1] if last.spot is not None and _BESIDES.match(last.spot.gap) else parts


def before_done(parts: list[Entry], whole: Entry) -> list[Entry]:
    """“事件183件，其中网格员上报157件，热线转来19件，信箱7件，办结182件”: what was done is counted of all of them.

    Args:
        parts: the amounts behind a whole.
        whole: the whole.
    """
    done = (i for i, p in enumerate(parts) if _DONE.match(p.label) and p.spot is not None and _COMMA.match(p.spot.gap))
    at = next(done, 0)
    return parts[:at] if at >= LEAST and parts[at].rough >= MOST_OF * whole.rough else parts


def without_inner(parts: Sequence[Entry]) -> list[Entry]:
    """“其中一般债务1.46亿元，其中外债转贷0.03亿元；专项债务2.01亿元”: the names of the others leave nothing out."""
    outer = [p for i, p in enumerate(parts) if not i or p.spot is None or not _AMONG.search(p.spot.gap)]
    return outer if 1 < len(outer) < len(parts) and is_complete([p.label for p in outer]) else list(parts)
