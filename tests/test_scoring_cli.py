"""Verbs of scoring on the command line."""

import json

import pytest


@pytest.mark.slow
def test_score_and_what_if(cli, shipped, tmp_path):
    target = tmp_path / "score.json"
    code, out, _ = cli(
        shipped, "score", "--unit", "huacao", "--year", "2023", "--set", "C222=80%", "--json", str(target)
    )
    assert code == 0
    assert "【假设测算】" in out and "87.04 分，良" in out and "不是评价结果" in out
    (card,) = json.loads(target.read_text(encoding="utf-8"))
    assert (card["total"], card["kind"], card["assumptions"]) == (87.04, "假设测算", ["C222=80%"])
    assert "假设测算" not in cli(shipped, "score", "--unit", "huacao", "--year", "2023")[1]


def test_one_project_of_several(cli, shipped):
    words = ["score", "--unit", "pujin", "--year", "2023", "--set", "B21=97%"]
    code, _, err = cli(shipped, *words)
    assert code == 2 and "--project" in err
    code, out, _ = cli(shipped, *words, "--project", "运维费")
    assert code == 0 and out.count("分，") == 1 and "【假设测算】" in out


def test_explain(cli, shipped):
    code, out, _ = cli(shipped, "explain", "C222", "--unit", "huacao", "--year", "2023")
    assert code == 0
    assert "满意度调查.xlsx › 案件回访评价 › C4" in out and "69.3762%" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["explain", "C2222", "--unit", "huacao", "--year", "2023"], "您是不是要写“C222”"),
        (["score", "--unit", "huacao", "--year", "2022"], "没有评分数据"),
        (["score", "--unit", "huacao", "--year", "2023", "--set", "C222=abc"], "假设“C222=abc”"),
        (["score", "--unit", "pujin", "--year", "2023", "--project", "运维部"], "认不出是哪个项目"),
        (["score", "--unit", "huacao", "--year", "2023", "--framework", "nowhere"], "nowhere"),
    ],
)
def test_what_is_not_there(cli, shipped, words, said):
    code, out, err = cli(shipped, *words)
    assert code == 2
    assert said in err and "Traceback" not in out + err


def test_framework_verbs(cli, shipped, tmp_path):
    code, out, _ = cli(shipped, "framework", "list")
    assert code == 0 and "huacao-department-2023" in out
    sheet, back = tmp_path / "f.xlsx", tmp_path / "f.yaml"
    assert cli(shipped, "framework", "export", "maqiao-project-2024", "--out", str(sheet))[0] == 0
    assert cli(shipped, "framework", "import", str(sheet), "--out", str(back))[0] == 0
    code, out, _ = cli(shipped, "framework", "check", str(back))
    assert code == 0 and "39 个指标" in out
    back.write_text(back.read_text(encoding="utf-8").replace("grades:", "grade:"), encoding="utf-8")
    code, _, err = cli(shipped, "framework", "check", str(back))
    assert code == 2 and "grades" in err and "行" in err


def test_levels_of_a_form_add_up_on_the_terminal(cli, shipped):
    code, out, _ = cli(shipped, "score", "--unit", "pujin", "--year", "2023")
    assert code == 0
    first = out.split("↑")[0].splitlines()
    assert any(line.startswith("  A 预算执行率：10") for line in first)
    assert "  合计：98.00 / 100" in first
