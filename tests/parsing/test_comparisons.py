"""Targets and values as people write them, brought together."""

import pytest

from evallib.parsing import compare


@pytest.mark.parametrize(
    ("target", "value", "met"),
    [
        ("≥266米", "270米", True),
        ("≥1,200㎡", "1200平方米", True),
        ("≧640", "641", True),
        ("9月前", "7月", True),
        ("12月底前", "12月20日", True),
        ("12月底前", "次年", None),
        ("2023年12月31日24时", "2023年12月31日", True),
        ("2023年12月", "2023年10月", True),
        ("2023年12月", "2025年12月", False),
        ("2023年", "2024年", False),
        ("9月前", "9月", None),
        ("≤4", "4", True),
        ("6/6", "6", True),
        ("6/6", "5", False),
        ("0次", "1起", False),
        ("≤5%", "0", True),
        ("≥95%", "98", True),
        ("≥95%", "94", False),
        ("100%", "1", True),
        ("100%", "0.985", False),
        ("≤5%", "0.8", None),
        ("≤5%", "2", True),
        ("≤5%", "1.2", True),
        ("≥95%", "1.2", None),
        ("3公里", "3000米", True),
        ("3公里", "2999米", False),
        ("约6台", "6台", None),
        ("6台", "约6台", None),
        ("=3套", "3套", True),
        ("80–90", "85", True),
        ("80–90", "79", False),
        ("显著提升", "明显提升", True),
        ("明显提升", "有所提升", None),
        ("不发生", "未发生", True),
        ("有所改善", "改善", True),
        ("改善", "达成预期指标", True),
        ("改善", "未完成", False),
        ("1000000元", "80", None),
        ("100人", "80件", None),
        ("≥85%", "＞85%", True),
        ("≤10天", "9个工作日", None),
        ("≤24小时", "1天", True),
        ("≥90", "93%", True),
        ("13大类144小类", "13大类144小类", True),
        ("13大类144小类", "13大类140小类", False),
        ("及时", "按时发放", True),
        ("零投诉", "0", True),
        ("0起", "未发生", True),
        ("≥100件", "", None),
        ("/", "5", None),
    ],
)
def test_target_and_value(target: str, value: str, met: bool | None) -> None:
    match = compare(target, value, year=2023)
    assert match.met is met, match
    assert bool(match.question) == (met is None)
