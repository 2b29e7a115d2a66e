"""Collective names (总称): what several names are called together: “甲、乙两个部门”, “A、B、C三个方面”."""

from __future__ import annotations

import re

_NAMES = re.compile(
    r"[个项类大种家]?(?:主要|重点|核心|关键|不同|具体|一级|二级|三级|评价|考核)*"
    r"(?:方面|地区|单位|部门|环节|阶段|领域|类别|渠道|街道|[镇乡县区市州省村]|社区|项目|指标|问题|中心|平台|方式|途径|"
    r"维度|层面|内容|事项|部分|季度|因素|企业|学校|医院|园区|产业|行业|品种|分类|类型|档次|等次)"
)


def is_collective(words: str) -> bool:
    """Whether words behind a count call several things together; else the last one named may have so many.

    >>> is_collective("个方面发力"), is_collective("税率方案研究")
    (True, False)
    """
    return bool(_NAMES.match(words))
