"""The list of survivors names mutants that the code still has, each with a reason."""

import sys
from pathlib import Path

import pytest


@pytest.fixture
def survivors(monkeypatch):
    """The module beside this test; the runner of mutants is a program and no package."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    import survivors

    yield survivors
    for name in ("survivors", "places"):
        sys.modules.pop(name, None)


def test_every_listed_survivor_is_still_there(survivors):
    assert survivors.no_longer_there() == []
    assert all(len(why) > 10 for why in survivors.listed_survivors().values())


def test_a_listed_survivor_of_other_code_is_told(survivors, tmp_path, monkeypatch):
    gone = ["identities/scales.py _doubt: other > older  →  other >= older", "no/where.py f: 1  →  2"]
    (tmp_path / "list.yaml").write_text("".join(f'"{name}": a reason\n' for name in gone), "utf-8")
    monkeypatch.setattr(survivors, "LIST", tmp_path / "list.yaml")
    assert survivors.no_longer_there() == gone
