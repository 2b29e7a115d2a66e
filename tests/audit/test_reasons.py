"""Every reason code that a check can give has a Chinese name, and no name is left over."""

from __future__ import annotations

import re
from pathlib import Path

import evallib.audit
from evallib.audit import FAMILIES, REASONS

ROOM = Path(evallib.audit.__file__).parent


def test_codes_and_names_belong_together():
    families = "|".join(FAMILIES)
    sources = [
        path.read_text(encoding="utf-8")
        for path in (*ROOM.rglob("*.py"), ROOM.parent / "checks/findings.py")
        if path.name != "reasons.py"
    ]
    codes = {code for source in sources for code in re.findall(rf'"((?:{families})\.[a-z_]+)"', source)}
    formed = {"sum.weight", "sum.score"}  # written as "sum." + what is added up
    assert any('f"sum.{' in source for source in sources)
    assert codes | formed == set(REASONS)
