"""A message (一句结论): the verdict with its figure, what it is compared with, and what it does not carry."""

from __future__ import annotations

from dataclasses import dataclass, field

from evallib.publish.messages.pictures import Picture

IMPROVE, VERIFY = "需改进", "需核实"
STOPS = "。！？"


@dataclass(frozen=True)
class Message:
    """One thing said.

    Args:
        headline: verdict and figure in one line, without a full stop.
        text: what it is compared with and what it does not carry; whole sentences.
        note: a few words beside the headline: period, basis, unit.
        source: which tables the figures are from.

    >>> print(Message("预算调减 5.21%", "未交上年预算，不作同比。"))
    预算调减 5.21%。未交上年预算，不作同比。
    """

    headline: str
    text: str = ""
    note: str = ""
    source: str = ""

    def __str__(self) -> str:
        return full_stop(self.headline) + self.text


@dataclass(frozen=True)
class Thing(Message):
    """One of the things that matter (最要紧的三件事).

    Args:
        tag: 需改进 or 需核实; empty where a fact is told without a call.
        anchor: the section that shows it at length, and `link` its name.
        size: relative size of the effect (1 = twice as much, or all of it); things are ranked by it.
        carried: whether a sample or a full count carries it; breaks ties.
        picture: the figure beside it.
        subject: what it is about in a few words, for the verdict.
    """

    tag: str = ""
    anchor: str = ""
    link: str = ""
    size: float = 0.0
    carried: bool = True
    picture: Picture | None = None
    subject: str = ""

    @property
    def doubtful(self) -> bool:
        """Whether it is about the data, not about what they say."""
        return self.tag == VERIFY


@dataclass(frozen=True)
class Trust:
    """One part of the trust line (可信度): what was handed in, what is doubtful, what disagrees, what is missing."""

    label: str
    text: str
    anchor: str = ""
    items: tuple[str, ...] = field(default=())


def full_stop(text: str) -> str:
    """A text with a full stop at its end; nothing stays nothing.

    >>> full_stop("没有"), full_stop("好。"), full_stop("")
    ('没有。', '好。', '')
    """
    return text if not text or text[-1] in STOPS else f"{text}。"


def numeral(number: int) -> str:
    """A small count as people write it in a sentence.

    >>> numeral(2), numeral(10), numeral(12)
    ('两', '十', '12 ')
    """
    words = ("零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十")
    return words[number] if 0 <= number < len(words) else f"{number} "
