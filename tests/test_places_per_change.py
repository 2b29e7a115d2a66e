"""One change, at most two places: each is made in a copy of the package, proved to work there, and thrown away.

The counts before this house was put in order stand in docs/architecture.md.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass

import pytest

pytestmark = pytest.mark.slow
CODE = "src/evallib/"


@dataclass(frozen=True)
class Change:
    """Files with what is replaced in them (or their whole text), and a program that fails where the change has no effect."""

    name: str
    files: dict[str, str | list[tuple[str, str]]]
    proof: str


ACCENT = Change(
    "accent colour",
    {CODE + "model/palette.py": [('ACCENT, ACCENT_SOFT = "#1f5a8c"', 'ACCENT, ACCENT_SOFT = "#8c1f5a"')]},
    """
import pathlib, evallib
from evallib.charts import theme
from evallib.publish import write_assets
write_assets(pathlib.Path("assets"))
styles = "".join(path.read_text() for path in pathlib.Path("assets").rglob("*.css"))
assert "#8c1f5a" in styles and "#1f5a8c" not in styles
from evallib.publish.page import audit_page
assert "#8c1f5a" in audit_page.STYLE
assert "#8c1f5a" in str(vars(theme)) and "#1f5a8c" not in str(vars(theme))
package = pathlib.Path(evallib.__file__).parent
assert not [path for path in package.rglob("*") if path.suffix in {".py", ".css", ".js", ".j2"} and "#1f5a8c" in path.read_text()]
""",
)

KIND = Change(
    "table kind",
    {
        CODE + "model/tables/lamps.yaml": """
name: lamps
title: 路灯情况
description: Street lamps by road.
label: road
value: lamps_count
columns:
  - {name: road, label: 路名, type: text, required: true}
  - {name: lamps_count, label: 路灯盏数, type: count, required: true, aliases: [灯数]}
""",
        "expectations/lamps.json": """
{"name": "lamps", "notes": "路灯情况", "expectations": [
 {"type": "expect_sums_to_agree", "severity": "warning",
  "kwargs": {"columns": ["lamps_count"], "label": "road", "rows": "below", "unit": "件"},
  "meta": {"rule": "合计 = 各路之和", "message": "{subject}的{column}与明细之和不等", "expected": "{recomputed}",
           "advice": "请核对"}}]}
""",
    },
    """
import openpyxl, evallib
from pathlib import Path
from evallib.checks import clean_unit, read_findings, read_record
from evallib.model import Workspace
folder = Path("data/raw/town/2023"); folder.mkdir(parents=True)
book = openpyxl.Workbook()
for row in (["路灯情况"], ["路名", "灯数"], ["东路", 3], ["西路", 4], ["合计", 8]):
    book.active.append(row)
book.save(folder / "路灯.xlsx")
workspace = Workspace(Path.cwd())
result = clean_unit(workspace.at("town", 2023))
assert result.accepted == {"lamps": 3}, result.problems
(found,) = read_findings(read_record(workspace.at("town", 2023)))
assert found.message == "合计的路灯盏数与明细之和不等" and found.cell == "B5"
unit = evallib.open("town", 2023)
shown = unit.table("路灯情况")
assert "路灯盏数" in shown._repr_html_(), shown._repr_html_()
""",
)

RATE = Change(
    "fifth rate",
    {
        CODE + "model/definitions/sets/request-rates.yaml": [
            (
                "  - name: returned_rate",
                "  - name: repeated_closing_rate\n    label: 重复办结率\n    numerator: {repeated_count: 1}\n"
                "    denominator: {cases_count: 1}\n  - name: returned_rate",
            )
        ]
    },
    """
from evallib.indicators import FOUR_RATE_RULES, OTHER_RULES
(rule,) = [rule for rule in (*FOUR_RATE_RULES, *OTHER_RULES) if rule.label == "重复办结率"]
assert dict(rule.credit) == {"repeated_count": 1.0} and tuple(rule.denominator) == ("cases_count",)
""",
)

FOUR = Change(
    "fifth rate of the published four",
    {
        CODE + "model/definitions/sets/sampled-four-rates.yaml": [
            (
                "  - name: satisfaction_rate",
                "  - name: return_visit_rate\n    label: 回访率\n    numerator: {sampled_count: 1, failed_count: -1}\n"
                "    denominator: {sampled_count: 1}\n    cohort: sampled\n    basis: 抽样\n  - name: satisfaction_rate",
            )
        ],
        "expectations/four_rates.json": [('"群众满意率"]', '"群众满意率", "回访率"]')],
    },
    """
import openpyxl, evallib
from pathlib import Path
from evallib.checks import clean_unit
from evallib.indicators import FOUR_RATES
from evallib.model import Workspace
assert list(FOUR_RATES.values())[3] == "回访率"
folder = Path("data/raw/town/2023"); folder.mkdir(parents=True)
book = openpyxl.Workbook()
for row in (["四率"], ["指标", "本镇", "抽查案件数", "不合格案件数"], ["市民满意率", "80%", 100, 20], ["回访率", "90%", 100, 10]):
    book.active.append(row)
book.save(folder / "四率.xlsx")
result = clean_unit(Workspace(Path.cwd()).at("town", 2023))
assert result.accepted == {"four_rates": 2} and not result.problems, result.problems
shown = str(evallib.open("town", 2023).four_rates())
assert shown.index("回访率") < shown.index("市民满意率"), "in the order of the definitions, interval and all"
""",
)

ENGINE = Change(
    "batch engine",
    {
        CODE + "batch/engines/executors.py": [
            (
                '    "stock": Engine(',
                '    "threads": Engine("线程", lambda jobs, *_: Workers(__import__("concurrent.futures").futures'
                '.ThreadPoolExecutor(jobs), jobs)),\n    "stock": Engine(',
            )
        ]
    },
    """
import subprocess, sys
from collections import deque
from pathlib import Path
from evallib.batch.engines.executors import open_workers
with open_workers("threads", 2, None, Path("log"), (bool, ())) as workers:
    assert sorted(future.result() for _, future in workers.stream(deque([(abs, (-1,)), (abs, (-2,))]))) == [1, 2]
told = subprocess.run([sys.executable, "-m", "evallib", "run", "--help"], capture_output=True, text=True, check=True)
assert "threads" in told.stdout and "线程" in told.stdout
""",
)

RULE = Change(
    "rule kind",
    {
        CODE + "scoring/framework/rules/limits.py": [
            (
                "class Cliff(",
                "class Halved(RuleModel):\n"
                '    """达不到目标的得一半."""\n\n'
                '    label: ClassVar[str] = "未达标得一半"\n'
                '    kind: Literal["halved"]\n\n'
                "    def build(self, scope: Scope) -> Expr:\n"
                '        """分值，或分值的一半."""\n'
                '        goal = scope.parameter("目标值", scope.quantity().number, scope.quantity().style)\n'
                '        return call("if", call("ge", scope.value(), goal), scope.points, scope.points / 2)\n\n'
                "    def tell(self, target: str | None, weight: Decimal) -> str:\n"
                '        """达标或一半."""\n'
                '        return f"达到{goal_words(target)}得满分，否则得一半"\n\n\n'
                "class Cliff(",
            )
        ],
        CODE + "scoring/framework/rules/compose.py": [
            ("limits import Cliff, Deadline", "limits import Cliff, Deadline, Halved"),
            ("    | Threshold\n", "    | Threshold\n    | Halved\n"),
        ],
    },
    """
from evallib.scoring import RULE_KINDS, Entry, Framework, Indicator, score_indicator, tell_rule
assert "halved" in RULE_KINDS
frame = Framework.model_validate({"id": "t", "name": "试", "valid": {"from": "2024-01-01"},
    "grades": [{"name": "合格", "range": "[0, 100]"}],
    "indicators": [{"code": "A", "name": "甲", "weight": "100", "rule": {"kind": "halved"}, "target": "≥90%"}]})
score = score_indicator(frame, frame.indicators[0], Entry.of("80%"))
assert score.score == 50, score
assert tell_rule(frame.indicators[0].rule, "≥90%") == "达到目标（≥90%）得满分，否则得一半"
""",
)

FORM = Change(
    "official form",
    {CODE + "publish/forms/form_layout.py": [('"上年结转资金", "其他资金")', '"上年结转资金", "其他各项资金")')]},
    """
from evallib.publish.forms.form_layout import lay_out_blank
assert any("其他各项资金" in cell.text for cell in lay_out_blank("某镇", 2023).cells)
""",
)

ALIAS = Change(
    "header alias",
    {CODE + "model/tables/staff.yaml": [("[人数, 在职人数,", "[人数, 岗上口径, 在职人数,")]},
    """
import openpyxl
from pathlib import Path
from evallib.checks import clean_unit
from evallib.model import Workspace
folder = Path("data/raw/town/2023"); folder.mkdir(parents=True)
book = openpyxl.Workbook()
for row in (["人员情况"], ["人员类别", "核定编制数", "岗上口径"], ["公务员", 3, 3], ["合计", 3, 3]):
    book.active.append(row)
book.save(folder / "人员.xlsx")
assert clean_unit(Workspace(Path.cwd()).at("town", 2023)).accepted == {"staff": 2}
""",
)

MASK = Change(
    "masking pattern",
    {
        CODE + "privacy/masking.py": [
            (
                "KINDS = (\n",
                'KINDS = (\n    Kind("学籍号", lambda text: ((m.start(), m.end(), "学籍号****") for m in '
                're.finditer(r"G[0-9]{6}X", text)), re.compile("G[0-9]{6}X")),\n',
            )
        ]
    },
    """
from evallib.privacy import mask_text
assert mask_text("学生 G123456X 来电") == "学生 学籍号**** 来电"
""",
)

COLUMN = Change(
    "column of the index",
    {
        CODE + "publish/page/index_page.py": [
            (
                '        "findings": figures.get("findings"),',
                '        "findings": figures.get("findings"),\n        "seconds": result.get("seconds", "—"),',
            )
        ],
        CODE + "publish/page/templates/index/index.html.j2": [
            (
                "{{ sortable('勾稽发现', 'number', 'number') }}",
                "{{ sortable('勾稽发现', 'number', 'number') }}{{ sortable('用时') }}",
            ),
            ("</tr>\n{% endfor %}", "<td>{{ row.seconds }} 秒</td></tr>\n{% endfor %}"),
        ],
    },
    """
from evallib.publish import render_index
page = render_index([{"unit": "a", "year": 2023, "name": "甲镇", "status": "ok", "page": "a", "seconds": 7}])
assert "7 秒" in page and "用时" in page
""",
)

NOTEBOOK = Change(
    "notebook",
    {
        "notebooks/hello.ipynb": """
{"cells": [
 {"cell_type": "code", "id": "a", "metadata": {"tags": ["parameters"]}, "execution_count": null, "outputs": [],
  "source": ["unit = \\"town\\"\\n", "year = 2023"]},
 {"cell_type": "markdown", "id": "b", "metadata": {}, "source": ["# 问候"]},
 {"cell_type": "code", "id": "c", "metadata": {}, "execution_count": null, "outputs": [], "source": ["print(unit, year)"]}],
 "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
 "nbformat": 4, "nbformat_minor": 5}
"""
    },
    """
import subprocess, sys
from pathlib import Path
folder = Path("data/raw/town/2023"); folder.mkdir(parents=True)
(folder / "人员.csv").write_text("人员类别,核定编制数,实有人数\\n公务员,3,3\\n", encoding="utf-8")
done = subprocess.run([sys.executable, "-m", "evallib", "run", "--notebook", "hello"], capture_output=True, text=True)
assert done.returncode == 0, done.stdout + done.stderr
(page,) = Path("reports").rglob("hello/index.html")
assert "town 2023" in page.read_text(encoding="utf-8")
assert "问候" in Path("reports/index.html").read_text(encoding="utf-8")
""",
)

CHANGES = (ACCENT, KIND, RATE, FOUR, ENGINE, RULE, FORM, ALIAS, MASK, COLUMN, NOTEBOOK)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_a_change_takes_two_places_at_most(change, root, tmp_path):
    assert 1 <= len(change.files) <= 2
    for folder in ("src/evallib", "expectations", "notebooks"):
        # With what is compiled: a copy keeps the times by which it holds. A name with a number is one just being written.
        shutil.copytree(root / folder, tmp_path / folder, ignore=shutil.ignore_patterns("*.pyc.*"))
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "src"), "EVALLIB_WORKSPACE": str(tmp_path)}
    words = [sys.executable, "-c", change.proof]

    def proved() -> subprocess.CompletedProcess[str]:
        return subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert proved().returncode, "proves nothing: it holds without the change"
    for folder in ("data", "reports", "assets"):
        shutil.rmtree(tmp_path / folder, ignore_errors=True)
    for name, edits in change.files.items():
        path = tmp_path / name
        text = edits if isinstance(edits, str) else path.read_text(encoding="utf-8")
        for old, new in edits if isinstance(edits, list) else ():
            assert old in text, f"{name}: {old}"
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
    done = proved()
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
