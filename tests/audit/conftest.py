"""Reports for the audit tests: excerpts of published reports, and consistent ones that are written for the tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from evallib.audit import Audit, Facts, audit_document, audit_report, build_document, split_lines

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def audits() -> dict[str, Audit]:
    """Audits of all reports in the data folder, by name without ending."""
    return {path.stem: audit_report(path) for path in sorted(DATA.glob("*.txt"))}


@pytest.fixture
def audit_text() -> Callable[[str], Audit]:
    """Audit a text."""
    return lambda text: audit_document(build_document("示例.txt", split_lines(text)))


@pytest.fixture
def facts_of() -> Callable[[str], Facts]:
    """Facts of a text."""
    return lambda text: Facts(build_document("示例.txt", split_lines(text)))
