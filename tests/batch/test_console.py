"""The `run` verb: what it prints, its exit codes, and what it refuses before anything starts."""

import json
from pathlib import Path

import pytest

from evallib.batch import ReportResult, RunResult, dry_run_lines, report_line, summary_lines
from evallib.model import Problem

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("warm")]


def test_run_and_run_again(workspace, cli, tmp_path):
    made = workspace(["aa", "bb"], "month")
    code, out, err = cli(made, "run", "--month", "2023-09", "-p", "top=3", "--json", str(tmp_path / "out.json"))
    assert code == 0
    assert "共 2 份：生成 2，未变化 0，未完成 0" in out
    assert all(f"报告 {unit} 2023 month 2023-09 完成" in err for unit in ("aa", "bb"))  # whichever ends first
    assert "[1/2]" in err and "预计还需" in err
    assert [report["figures"] for report in json.loads((tmp_path / "out.json").read_text())["reports"]] == [
        {"month": "2023-09", "top": 3}
    ] * 2
    code, out, err = cli(made, "run", "--month", "2023-09", "-p", "top=3")
    assert code == 0 and err.startswith("下一步：") and err.count("\n") == 1 and "生成 0，未变化 2，未完成 0" in out
    code, out, _ = cli(made, "run", "--month", "2023-09", "-p", "top=4", "--dry-run")
    assert code == 0 and out.splitlines() == [
        "将生成\taa 2023 month 2023-09\t参数不同",
        "将生成\tbb 2023 month 2023-09\t参数不同",
    ]


def test_a_failure_is_exit_code_1(workspace, cli):
    code, out, _ = cli(workspace(["raises"], "moods"), "run", "-n", "moods")
    assert code == 1
    assert "未完成（ValueError: 数据 <不全>）" in out and "未完成 1" in out
    code, out, _ = cli(workspace([], "moods"), "run", "-n", "moods", "--only", "failed", "--dry-run")
    assert code == 0 and out == "将生成\traises 2023 moods\t上次未完成\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["-n", "mods"], "您是不是要写“moods”？"),
        (["-n", "moods", "-p", "tpo=1"], "没有参数“tpo”"),
        (["--month", "2023-9"], "年-月，例如 2023-09"),
        (["-n", "moods", "-p", "year=2020"], "请用 --year 给出"),
        (["-n", "moods", "--unit", "aaa"], "您是不是要写“aa”？"),
    ],
)
def test_refused_before_anything_starts(workspace, cli, words, told):
    made = workspace(["aa"], "moods", "month")
    code, _, err = cli(made, "run", *words)
    assert code == 2 and told in err
    assert not (made.reports / "2023").exists()


def test_a_run_says_what_it_passed_over():
    stray = Problem("check.stray_file", "不在年度文件夹内，未读入", file="散落.xlsx", severity="warning")
    told = RunResult(Path("reports/index.html"), strays=[stray])
    assert str(stray) in list(summary_lines(told)) and str(stray) in list(dry_run_lines(told))


def test_several_scores_are_told_as_a_range():
    scores = [{"score": score, "grade": "优"} for score in ("98.00", "99.00", "100.00", "98.00")]
    several = ReportResult("pujin", 2023, "浦锦街道", score="98.00", grade="优", figures={"scores": scores})
    assert "得分 4 个项目 98.00–100.00 优" in report_line(several)
    assert "得分 86.72 良" in report_line(ReportResult("huacao", 2023, score="86.72", grade="良"))
