"""The gate runs only where something changed, and finding out imports nothing heavy."""

import json
import subprocess
import sys

import pytest

from evallib.batch.gates import RECORD, current_state, gate_key, rules_digest
from evallib.batch.hashes import FileHashes


def state(made, unit="aa", year=2023):
    hashes = FileHashes()
    return current_state(made, unit, year, gate_key(made, unit, year, rules_digest(made, hashes), hashes))


def test_up_to_date(workspace):
    found = state(workspace(["aa"]))
    assert found.ok and not found.fresh and found.doubts == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda made: (made.raw_dir("aa", 2023) / "表.csv").write_text("指标,区\n", encoding="utf-8"),
        lambda made: (made.raw_dir("aa", 2023) / "新.csv").write_text("", encoding="utf-8"),
        lambda made: (made.expectations / "four_rates.json").write_text("{}", encoding="utf-8"),
        lambda made: (made.clean_dir("aa", 2023) / RECORD).unlink(),
        lambda made: (made.clean_dir("aa", 2023) / RECORD).write_text("{", encoding="utf-8"),
    ],
)
def test_out_of_date(workspace, change):
    made = workspace(["aa"])
    change(made)
    assert state(made) is None


def test_a_table_that_is_gone(workspace):
    made = workspace(["aa"])
    path = made.clean_dir("aa", 2023) / RECORD
    record = json.loads(path.read_text(encoding="utf-8")) | {"accepted": {"four_rates": 4}}
    path.write_text(json.dumps(record), encoding="utf-8")
    assert state(made) is None
    (made.clean_dir("aa", 2023) / "four_rates.parquet").write_bytes(b"1")
    assert state(made).accepted == {"four_rates": 4}


def test_an_up_to_date_run_imports_nothing_heavy(workspace, select):
    from evallib.batch.run import run_reports

    made = workspace(["aa"], "month")
    run_reports(made, select("month"))
    code = (
        "import sys\nfrom pathlib import Path\n"
        f"sys.path[:] = {sys.path!r}\n"
        "from evallib.batch.run import run_reports\nfrom evallib.batch.survey import Options\n"
        "from evallib.batch.plan import Selection\nfrom evallib.model.units import Workspace\n"
        f"result = run_reports(Workspace(Path({str(made.root)!r})), Options(Selection(notebooks=['month'])))\n"
        "assert result.ok and not result.reports and result.tasks\n"
        "heavy = {'pandas', 'numpy', 'great_expectations', 'papermill', 'nbconvert', 'plotly', 'pyarrow', 'IPython'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
