"""Planted errors of each kind, and changed digits: recall on reports that were consistent before."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import yaml

sys.path.insert(0, str(Path(__file__).parent))
from mutation import DATA, audit_text, measure

PLANTED = yaml.load((DATA / "planted.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)


@pytest.mark.sampled(5)
@pytest.mark.parametrize("entry", PLANTED, ids=[entry["what"] for entry in PLANTED])
def test_planted_error_is_found(entry):
    text = (DATA / entry["report"]).read_text(encoding="utf-8")
    assert entry["old"] in text
    changed = text.replace(entry["old"], entry["new"], 1)
    findings = [f for f in audit_text(entry["report"], changed).findings if f.code == entry["code"]]
    assert findings
    if "severity" in entry:
        assert {f.severity for f in findings} == {entry["severity"]}


def test_every_family_has_a_planted_error():
    from evallib.audit import FAMILIES

    assert set(FAMILIES) - {"claim"} == {entry["code"].split(".")[0] for entry in PLANTED}


@pytest.mark.long
def test_changed_digits_are_found():
    """At least 80 of 100 changed digits of covered figures."""
    results = list(measure(sample=40))
    changed, found = sum(r[1] for r in results), sum(r[2] for r in results)
    assert found / changed >= 0.8, results
