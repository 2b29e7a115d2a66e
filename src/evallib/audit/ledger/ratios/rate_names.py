"""Names of rates (率的名称): what is divided by what in a rate whose name says it."""

from __future__ import annotations

from functools import lru_cache

from evallib.model import patterns

#: Rates whose definition leaves no choice: what is counted, and of what.
_DEFINED: tuple[tuple[str, str, str], ...] = (
    (r"有效回收率|有效率", r"有效|回收", r"发放|回收"),
    (r"回收率", r"回收|收回", r"发放|发出"),
    (r"接通率|接听率", r"接通|接听", r"呼入|来电|话务"),
    (r"节约率|节支率|核减率|审减率", r"节约|节支|节省|核减|审减", r"计划|预算|送审|概算|申报"),
    (r"执行率|支付率|支出进度|拨付率", r"执行|支出|支付|拨付|发放", r"预算|到位|下达|资金"),
    (r"满意率", r"(?<!不)满意", r"回访|评价|测评|调查|有效|反馈"),
    (r"到位率", r"到位", r"预算|计划|下达"),
    (r"挽回率", r"挽回", r"涉及|损失|涉案"),
    (r"优良率", r"优良", r"共|监测|天"),
    (r"控制率", r"在职|实有|支出|费", r"编制|预算"),
    (
        r"(?:结案|办结|处置|处理|完成|解决|化解)率",
        r"结案|办结|已结|处置|处理|完成|解决|化解",
        r"立案|受理|应结|派|转办|交办|到期|发现|计划|承办",
    ),
)


@lru_cache(maxsize=8192)
def defined_by_name(head: str) -> tuple[str, str] | None:
    """What is divided by what in a rate whose name says it."""
    return next(((top, low) for rate, top, low in _DEFINED if patterns.search(rate, head)), None)


@lru_cache(maxsize=32768)
def is_defined_part(top: str, label: str) -> bool:
    """Whether a count is what a rate with a definition counts, by its name."""
    return bool(patterns.search(f"(?:{top})[^，。；]{{0,4}}$", label) and not patterns.search(r"立案|派|受理", label))
