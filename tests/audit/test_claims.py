"""Claims files: named figures and formulas, and every way to get one wrong."""

from __future__ import annotations

import pytest

from evallib.audit import audit_report
from evallib.model import EvallibError

REPORT = "2023年度示例报告\n\n基本支出执行 517.36 万元。人员经费执行 505.73 万元。公用经费执行 11.23 万元。\n"
CLAIMS = """
report: 示例报告
figures:
  - {name: 人员, value: "505.73", unit: 万元, quote: 人员经费执行 505.73 万元}
  - {name: 公用, value: "11.23", unit: 万元, line: "3"}
  - {name: 基本支出, value: "517.36", unit: 万元, quote: 基本支出执行517.36}
claims:
  - {name: 基本支出构成, result: 基本支出, formula: 人员 + 公用, severity: score}
"""


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "报告.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def write(tmp_path, text):
    path = tmp_path / "声明.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_claim_is_checked_with_places(report, tmp_path):
    audit = audit_report(report, claims=write(tmp_path, CLAIMS))
    (finding,) = audit.findings
    assert (finding.code, finding.severity, finding.printed, finding.recomputed) == (
        "claim.formula",
        "score",
        "517.36万元",
        "516.96万元",
    )
    assert [place.line for place in finding.places] == [3, 3, 3]
    assert "505.73万元 + 11.23万元" in finding.arithmetic


def test_claim_that_holds_is_an_agreement(report, tmp_path):
    audit = audit_report(
        report, claims=write(tmp_path, CLAIMS.replace("formula: 人员 + 公用", 'formula: "人员 + 公用 + 0.40"'))
    )
    assert not audit.findings
    assert audit.agreements[-1].code == "claim.formula"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("quote: 人员经费执行 505.73 万元", "quote: 没有这句话", "claims.quote"),
        ('value: "11.23"', 'value: "十一"', "claims.value"),
        ("formula: 人员 + 公用", "formula: 人员 + 公佣", "claims.name"),
        ("formula: 人员 + 公用", "formula: 人员 + 公用 +", "claims.formula"),
        ("severity: score", "serverity: score", "yaml.extra_forbidden"),
    ],
)
def test_mistakes_are_named(report, tmp_path, old, new, code):
    with pytest.raises(EvallibError) as error:
        audit_report(report, claims=write(tmp_path, CLAIMS.replace(old, new)))
    assert code in {problem.code for problem in error.value.problems}


def test_all_mistakes_are_collected(report, tmp_path):
    text = CLAIMS.replace('value: "11.23"', 'value: "十一"').replace("quote: 基本支出执行517.36", "quote: 没有")
    with pytest.raises(EvallibError) as error:
        audit_report(report, claims=write(tmp_path, text))
    assert len(error.value.problems) == 2
