"""What the command line itself says is Chinese, help and mistakes alike."""

import re

import pytest

from evallib.model import Workspace


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["rum"], "没有命令“rum”；您是不是要写“run”？"),
        (["template"], "缺少参数“kind”"),
        (["score", "--unit", "huacao"], "缺少选项“--year”"),
        (["run", "--jobs", "x"], "选项“--jobs”的值不对：应为整数"),
        (["run", "--engine", "x"], "选项“--engine”的值不对：只能是 'fork', 'pool', 'stock' 之一"),
        (["run", "--unt", "a"], "没有选项“--unt”；您是不是要写“--unit"),
        (["run", "--unit"], "选项“--unit”后面缺少值"),
        (["units", "one", "two"], "有多余的参数：one two"),
        (["sample", "service-requests", "--rows", "0"], "选项“--rows”的值不对：不得小于 1"),
    ],
)
def test_mistakes_are_told_in_chinese(words, said, cli, root):
    code, out, err = cli(Workspace(root), *words)
    assert code == 2 and out == ""
    assert (said in err and "--help" in err.splitlines()[-1]) or said in err


@pytest.mark.parametrize("words", [[], ["--help"], ["run", "--help"], ["framework"], ["template", "--help"]])
def test_help_is_chinese(words, cli, root):
    _, out, err = cli(Workspace(root), *words)
    text = out + err
    assert "用法：evallib" in text and "选项" in text and "显示本说明" in text
    assert not re.search(r"Usage|Options|Commands|Arguments|required|Show this", text)
