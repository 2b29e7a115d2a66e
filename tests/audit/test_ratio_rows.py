"""Rows of financial ratios: reckoned from the rows they are named for, in the same table or in another."""

from __future__ import annotations

import pytest

BALANCE = """表1 公司资产负债情况（单位：亿元、%）
项目\t2021年末\t2022年末\t2023年末
资产总额\t214.36\t238.91\t251.47
流动资产\t131.08\t142.65\t150.22
流动负债\t48.17\t55.93\t61.34
负债总额\t118.42\t137.05\t147.93
所有者权益\t95.94\t101.86\t103.54
"""
RATIOS = """
表2 公司偿债能力指标（单位：%）
项目\t2021年末\t2022年末\t2023年末
资产负债率\t55.24\t57.36\t{}
流动比率\t272.12\t255.05\t244.90
"""


def test_ratios_of_another_table_are_tied(audit_text):
    audit = audit_text(BALANCE + RATIOS.format("58.83"))
    assert not audit.findings
    found = [a for a in audit.agreements if a.code == "rate.table"]
    assert len(found) == 6
    assert found[0].arithmetic == "118.42亿元 ÷ 214.36亿元 = 55.24%"


def test_a_slip_in_one_of_them_is_told(audit_text):
    found = audit_text(BALANCE + RATIOS.format("53.83")).findings
    assert [(f.code, f.printed) for f in found] == [("rate.table", "53.83%")]


@pytest.mark.parametrize("wanted", ["41.20", "61.83"])
def test_ratios_of_another_company_are_not_held_against_it(audit_text, wanted):
    other = RATIOS.replace("55.24", "47.31").replace("57.36", "49.02").replace("272.12", "181.40")
    assert not audit_text(BALANCE + other.replace("255.05", "190.77").format(wanted)).findings
