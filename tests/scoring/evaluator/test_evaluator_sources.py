"""A 业绩值 that names a table or a rate: `取自` in the evaluator's table becomes a reference of `scoring.yaml`."""

import json

import pytest
import yaml
from evaluator_tables import HEAD
from full_run import copy_workspace
from openpyxl import Workbook

from evallib.model import EvallibError
from evallib.scoring import read_evaluator_table

STANDARD = "达到90%（含）以上得满分，80%（含）-90%得60分，80%以下不得分"


def table_with(path, value):
    book = Workbook()
    book.active.append(list(HEAD))
    book.active.append(["甲", 100, "乙", 100, "丙", 100, STANDARD, value])
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("取自 四绿 › 本镇 › 指标=按时办结率", "四率"),
        ("取自 四率 › 本省 › 指标=按时办结率", "本单位"),
        ("取自 四率", "指标"),
        ("取自 四率 › 本镇 › 类别=按时办结率", "没有这一列"),
        ("取自", "取自 表名"),
    ],
)
def test_a_source_that_is_not_there_is_told_with_its_cell(tmp_path, value, told):
    with pytest.raises(EvallibError) as error:
        read_evaluator_table(table_with(tmp_path / "表.xlsx", value))
    assert "H2" in str(error.value) and told in str(error.value)


@pytest.mark.slow
def test_a_value_taken_from_a_table_is_scored(cli, tmp_path, monkeypatch, warm):
    own = copy_workspace(tmp_path)
    monkeypatch.chdir(tmp_path)
    folder = own.raw / "mouzhen" / "2024"
    folder.mkdir(parents=True)
    (folder.parent / "unit.yaml").write_text("name: 某镇\n", encoding="utf-8")
    (folder / "四率.csv").write_text(
        "指标,本镇,区平均\n按时办结率,88.0%,90.0%\n先行联系率,99.0%,98.0%\n", encoding="utf-8"
    )
    table = table_with(tmp_path / "表.xlsx", "取自 四率 › 本镇 › 指标=按时办结率")
    code, out, err = cli(
        own,
        "framework",
        "import",
        str(table),
        "--out",
        "data/frameworks/表.yaml",
        "--unit",
        "mouzhen",
        "--year",
        "2024",
    )
    assert code == 0, out + err
    written = yaml.safe_load((folder / "scoring.yaml").read_text(encoding="utf-8"))
    (entry,) = written["indicators"].values()
    assert entry["value"] == {"from": {"table": "four_rates", "column": "rate", "where": {"indicator": "按时办结率"}}}
    assert cli(own, "clean", "--unit", "mouzhen", "--year", "2024")[0] == 0
    code, out, err = cli(own, "score", "--unit", "mouzhen", "--year", "2024")
    assert code == 0 and "60.00 分" in out, out + err
    code, out, err = cli(own, "run", "--unit", "mouzhen", "--year", "2024")
    assert code == 0, out + err
    (card,) = json.loads((own.report_dir("mouzhen", 2024) / "scorecard.json").read_text(encoding="utf-8"))["scorecards"]
    assert "四率.csv" in json.dumps(card, ensure_ascii=False)
