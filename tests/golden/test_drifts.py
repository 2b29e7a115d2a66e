"""The test of the tests: each planted drift shows in the golden set, in the texts where a reader would meet it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from drifts import DRIFTS
from planted import AGAIN, NONE
from shared_folder import one_worker

from golden import compare

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]
HELPERS = Path(__file__).parents[1] / "helpers"


@pytest.fixture(scope="module")
def planted():
    with one_worker("planted") as shared:
        folder = shared / "planted"
        if not folder.is_dir():
            folder.mkdir()
            subprocess.run([sys.executable, str(HELPERS / "planted.py"), str(folder)], check=True)
        return folder


def told(folder, name):
    path = folder / f"{name}.json"
    assert path.is_file(), (folder / f"{name}.error").read_text(encoding="utf-8")
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("drift", DRIFTS, ids=lambda drift: drift.name)
def test_a_drift_is_noticed(planted, drift):
    found = compare(told(planted, NONE), told(planted, drift.name))
    assert found, "nobody would notice"
    assert drift.told_in <= {difference.path.split("/")[1] for difference in found}


def test_without_a_drift_nothing_differs(planted):
    """What makes the comparison worth anything: it does not differ by itself."""
    assert compare(told(planted, NONE), told(planted, AGAIN)) == []
