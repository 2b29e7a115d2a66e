"""What the command line itself says is Chinese, help and mistakes alike."""

import re

import pytest

from evallib.model import Workspace


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["rum"], "没有命令“rum”；您是不是要写“run”？"),
        (["template"], "缺少参数“表类”"),
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


@pytest.mark.parametrize("words", [["--help"], ["run", "--help"], ["framework"], ["template", "--help"]])
def test_help_is_chinese(words, cli, root):
    _, out, err = cli(Workspace(root), *words)
    text = out + err
    assert "用法：evallib" in text and "选项" in text and "显示本说明" in text
    assert not re.search(r"Usage|Options|Commands|Arguments|required|Show this", text)


def pages(command, name="evallib"):
    """The help of a command and of all inside it."""
    context = command.context_class(command, info_name=name)
    yield name, command.get_help(context)
    for word, inner in getattr(command, "commands", {}).items():
        yield from pages(inner, f"{name} {word}")


@pytest.fixture(scope="module")
def command():
    from evallib.cli import app
    from evallib.cli.chinese import chinese_command

    return chinese_command(app)


def test_help_is_complete_at_80_columns(command, monkeypatch):
    from evallib.cli.help_page import size

    monkeypatch.setenv("COLUMNS", "80")
    for name, text in pages(command):
        for line in text.splitlines():
            assert size(line) <= 80, (name, line)
            assert not line.endswith("…") or line.startswith("用法"), (name, line)
            assert not line.endswith(("［", "（", "［必")) and not line.lstrip().startswith(
                ("］", "填］", "，", "。")
            ), (name, line)
        assert not re.search("[a-z{}]", text.splitlines()[0].split("[选项]")[1]), (
            name,
            "what is wanted is named in Chinese",
        )
    whole = "".join(text for _, text in pages(command)).replace(" ", "").replace("\n", "")
    for inner in command.commands.values():
        assert inner.help.replace(" ", "").replace("\n", "") in whole


def test_verbs_stand_in_the_order_of_work(command):
    from evallib.cli.help_page import PANELS

    listed = [verb for panel in PANELS.values() for verb in panel]
    order = [verb for verb in command.commands if verb in listed]
    assert order == sorted(order, key=listed.index)
    assert order[:3] == ["new", "doctor", "lab"]
    assert [verb for verb in command.commands if verb not in listed] == [], (
        "every verb has its place in help_page.PANELS"
    )


def test_every_verb_tells_the_next_step(command):
    from evallib.cli.next_steps import STEPS, next_step

    assert set(command.commands) - {"new"} <= set(STEPS), "`new` says its own"
    for verb in STEPS:
        assert next_step(verb, 0).startswith("下一步：") and next_step(verb, 2) == ""


def test_a_verb_ends_with_the_next_step(cli, root):
    code, out, err = cli(Workspace(root), "units")
    assert code == 0 and "huacao" in out and err.splitlines()[-1].startswith("下一步：evallib check")


def test_alone_it_says_what_to_do_next(cli, root, empty_workspace, tmp_path):
    code, out, _ = cli(Workspace(root), "--version")
    assert code == 0 and re.fullmatch(r"evallib \d+\.\d+\.\d+", out.strip())
    code, out, _ = cli(empty_workspace)
    assert code == 0 and "data/raw 里还没有单位和年度" in out and "下一步：建文件夹" in out
    (tmp_path / "nowhere").mkdir()
    code, out, _ = cli(Workspace(tmp_path / "nowhere"))
    assert code == 0 and "找不到工作区" in out and "下一步：evallib new 我的工作区" in out
    folder = empty_workspace.raw / "town" / "2023"
    folder.mkdir(parents=True)
    (folder / "表.csv").write_text("科目,金额\n甲,1\n", encoding="utf-8")
    code, out, _ = cli(empty_workspace)
    assert "待校验：town 2023" in out and "下一步：evallib check data/raw/town/2023" in out
