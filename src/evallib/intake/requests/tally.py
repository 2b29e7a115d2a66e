"""Tally (件数对账): rows handed in = counted + doubtful + left out; kept beside the clean table, on every page."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

METADATA = b"evallib.tally"


@dataclass(frozen=True)
class Tally:
    """How many rows were handed in, and what became of them.

    Args:
        handed_in: rows that tell an order, whatever became of them.
        counted: orders without any doubt.
        doubtful: orders that are counted although a field of theirs is in doubt.
        left_out: rows that are not counted, by reason.
        until: until when the data goes, and where that comes from (设定, 标题, 数据).
        basis: see `until`.

    >>> tally = Tally(6, 4, 1, {"作废": 1})
    >>> tally.is_complete, tally.sentence()
    (True, '交来工单 6 行：计入 5 件（其中 1 件有字段存疑），未计入 1 行（作废 1）。')
    """

    handed_in: int = 0
    counted: int = 0
    doubtful: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    until: datetime | None = None
    basis: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether no row is lost between what was handed in and what is accounted for."""
        return self.handed_in == self.counted + self.doubtful + sum(self.left_out.values())

    def sentence(self) -> str:
        """What a page says of it."""
        total, out = self.counted + self.doubtful, sum(self.left_out.values())
        doubt = f"（其中 {self.doubtful:,} 件有字段存疑）" if self.doubtful else ""
        reasons = "、".join(f"{reason} {count:,}" for reason, count in self.left_out.items() if count)
        return f"交来工单 {self.handed_in:,} 行：计入 {total:,} 件{doubt}，未计入 {out:,} 行" + (
            f"（{reasons}）。" if out else "。"
        )

    def to_json(self) -> bytes:
        """Plain JSON, for the metadata of a Parquet file."""
        until = self.until.isoformat() if self.until else None
        return json.dumps(vars(self) | {"until": until}, ensure_ascii=False).encode()


def add_tallies(tallies: Iterable[Tally]) -> Tally:
    """The sum of several tallies; the data of all of them goes until the latest end.

    >>> add_tallies([Tally(2, 2), Tally(3, 1, 1, {"作废": 1})]).sentence()
    '交来工单 5 行：计入 4 件（其中 1 件有字段存疑），未计入 1 行（作废 1）。'
    """
    total, left_out = Tally(), Counter[str]()
    for tally in tallies:
        left_out.update(tally.left_out)
        later = tally if tally.until and (total.until is None or tally.until > total.until) else total
        total = replace(
            total,
            handed_in=total.handed_in + tally.handed_in,
            counted=total.counted + tally.counted,
            doubtful=total.doubtful + tally.doubtful,
            until=later.until,
            basis=later.basis,
        )
    return replace(total, left_out=dict(left_out))


def read_tally(path: Path) -> Tally | None:
    """The tally that stands in a clean Parquet file; None where there is none."""
    import pyarrow.parquet as pq

    told = (pq.read_schema(path).metadata or {}).get(METADATA)
    if told is None:
        return None
    data = json.loads(told)
    return Tally(**data | {"until": datetime.fromisoformat(data["until"]) if data["until"] else None})
