"""Roles (栏目含义): what a column, a row or a phrase measures, told from its words."""

from __future__ import annotations

import re
from functools import lru_cache

from evallib.model import patterns
from evallib.parsing.plain_text import half_width, squeeze

# Order matters: 得分率 before 得分, 调整后预算 before 年初预算.
ROLES: tuple[tuple[str, str], ...] = (
    ("sequence", r"^(序号|编号|行次|No\.?)$"),
    ("score_rate", r"得分率"),
    ("execution_rate", r"执行率|支出进度"),
    ("adjustment_rate", r"调整率|调整幅度"),
    ("share", r"占比|比例|比重|构成比|占.{0,6}%"),
    ("growth", r"增长率?|增减率|增减幅|增减%|变动率|同比|环比|[较比]上年(?!.*[额数量]$)"),
    ("closing_rate", r"办结率|结案率|处置率|完结率"),
    ("rate", r"率$|率\(|率%|满意度$|^%$"),
    ("rate", r"^(?:为|占|完成).{0,14}%$"),
    ("opening", r"上[年期月]结[余转]|[年期]初结[余转]"),
    ("difference", r"增减额|增减数|增减$|差额|变动额|[增减][加少长]额"),
    ("balance", r"结余|余额|结转"),
    (
        "adjusted_budget",
        r"调整后|^调整预算|\(调整\)预算|全年预算|调整预算数|预算数\(调整|年度预算|^预算(?:数|额|金额)?(?:\([A-Z]\))?$",
    ),
    ("initial_budget", r"年初预算|年初批复|年初安排|年初数"),
    ("executed", r"执行金额|执行数|执行$|实际支出|决算|^支出|支出$|实际支付|支付金额|支出数|支出金额"),
    ("weight", r"权重|分值|^分数|满分|标准分"),
    ("score", r"得分|评分$|(?:复核|审核|终审|核定|评审|初评|复评)分$|^分$"),
    ("unit_price", r"单价"),
    ("quantity", r"数量|台数|人数$|份数|次数"),
    ("amount", r"金额|总价|合价|费用小计"),
    ("opening", r"期初|上年末|年初余额"),
    ("closing", r"期末|本年末|年末余额"),
    ("closed_count", r"办结|结案|已处置"),
    ("accepted_count", r"受理|立案|上报"),
)
_PATTERNS = [(role, re.compile(pattern)) for role, pattern in ROLES]
RATE_ROLES = frozenset({"score_rate", "execution_rate", "adjustment_rate", "share", "growth", "closing_rate", "rate"})

_TOTAL = re.compile(r"^(合计|总计|共计|总分|总得分|合计得分|总合计|累计)$")
_SUBTOTAL = re.compile(r"^(?P<name>.{0,12}?)(小计|合计|总计)(?:\([^)]*\))?$")
_TARGET = re.compile(
    "目标值?|指标值|标准值|计划值|完成值|实际值|业绩值|实现度|年份|年度$|日期|时间|"
    "期限|联系方式|电话|型号|规格|备注|文号|排名|名次"
)


@lru_cache(maxsize=8192)
def role_of(label: str) -> str:
    """The role of a label, or "".

    >>> role_of("调整后 预算（万元）"), role_of("得 分"), role_of("得分率"), role_of("供应商")
    ('adjusted_budget', 'score', 'score_rate', '')
    """
    text = patterns.sub(
        r"\((?:亿|万|千)?元(?:/[^)]*)?\)|\((?:件|个|人|分|份|户)\)", "", squeeze(half_width(label))
    ).rstrip(":")
    text = patterns.sub(r"(?<=^得分)\(.*\)$", "", text)  # “得分（20分×执行率）” is a score
    if not text or len(text) > 16:
        return ""
    if last := patterns.search(r"(?:得分|权重|分值)$", text):  # 执行率得分 is a score, 执行率权重 a weight
        return "score" if last[0] == "得分" else "weight"
    for role, pattern in _PATTERNS:
        if pattern.search(text):
            return role
    return "target" if _TARGET.search(text) else ""


@lru_cache(maxsize=8192)
def unit_of(label: str) -> str:
    """The unit that a header names in brackets, or "".

    >>> unit_of("金额（元）"), unit_of("单价 (元/ 年)"), unit_of("执行率(%)"), unit_of("数量")
    ('元', '元', '%', '')
    """
    match = patterns.search(
        r"\((?P<unit>亿元|万元|千元|元|%|件|个|人|分|份|户)(?:/[^)]*)?\)", squeeze(half_width(label))
    )
    return match["unit"] if match else ""


@lru_cache(maxsize=8192)
def total_kind(label: str) -> str:
    """“total”, "subtotal" or "line".

    >>> total_kind("合 计"), total_kind("基本支出小计"), total_kind("小计(工程费)"), total_kind("设备")
    ('total', 'subtotal', 'subtotal', 'line')
    """
    text = squeeze(half_width(label)).strip(":")
    if _TOTAL.match(text):
        return "total"
    return "subtotal" if _SUBTOTAL.match(text) else "line"


def subtotal_name(label: str) -> str:
    """The name in front of 小计, e.g. 基本支出 in 基本支出小计; "" without one."""
    match = _SUBTOTAL.match(squeeze(half_width(label)).strip(":"))
    return match["name"] if match else ""
