"""A new workspace is whole, in any folder; what is there is left alone; the doctor sees what is wrong."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from evallib.model import EvallibError, Workspace
from evallib.workbench import (
    examine_machine,
    make_workspace,
    sample_units,
    server_environment,
    server_words,
    shipped_files,
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A workspace in a folder with Chinese and spaces in its name."""
    return make_workspace(tmp_path_factory.mktemp("甲 乙") / "我的 工作区")


def test_a_new_workspace_is_whole(made, root):
    for name in ("data/raw", "data/clean", "data/frameworks", "reports", "notebooks", "expectations", "docs", "模板"):
        assert (made.root / name).is_dir(), name
    for name in ("README.md", "environment.yml", "start.bat", "启动.bat", "start.command", "notebooks/开始.ipynb"):
        assert (made.root / name).is_file(), name
    same = [path.name for path in (root / "expectations").glob("*.json")]
    assert same and all(
        (made.root / "expectations" / n).read_bytes() == (root / "expectations" / n).read_bytes() for n in same
    )
    assert Workspace(made.root).units() == ["huacao"]
    if sys.platform != "win32":
        assert (made.root / "start.command").stat().st_mode & 0o100


def test_the_sample_is_marked_wherever_it_is_named(made):
    workspace = Workspace(made.root)
    assert workspace.unit_info("huacao").name == "华漕镇（示例）"
    assert "只供试用" in (workspace.raw / "huacao" / "示例说明.md").read_text(encoding="utf-8")


def test_every_kind_of_table_has_a_blank_one_that_the_reader_knows(made):
    from evallib.checks import check_path
    from evallib.model import all_schemas

    names = {path.stem for path in (made.root / "模板").glob("*.xlsx")}
    forms = {"项目支出绩效自评表", "指标体系表"}
    assert forms <= names
    assert {schema.title for schema in all_schemas().values() if "self_evaluation" not in schema.name} <= names
    report = check_path(made.root / "模板" / "四率.xlsx", 2024)
    assert report.exit_code in (0, 1), "it is recognised; there is only nothing in it"


def test_what_is_there_is_left_alone(tmp_path):
    first = make_workspace(tmp_path / "w", samples="none", templates=False)
    own = first.root / "expectations" / "staff.json"
    own.write_text("{}", encoding="utf-8")
    (first.root / "notebooks" / "开始.ipynb").unlink()
    again = make_workspace(tmp_path / "w", samples="none", templates=False)
    assert again.written == ["notebooks/开始.ipynb"] and own.read_text(encoding="utf-8") == "{}"
    assert again.different == ["expectations/staff.json"]


def test_a_folder_with_other_things_is_refused(tmp_path):
    (tmp_path / "照片.txt").write_text("", encoding="utf-8")
    with pytest.raises(EvallibError, match="这里已有别的内容"):
        make_workspace(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["照片.txt"]


def test_line_ends_of_windows_make_no_difference(tmp_path):
    """Suites, notebooks, scoring data and unit files with CRLF are read as they were meant, and are no change."""
    from evallib.checks import load_suite
    from evallib.model import all_schemas

    made = make_workspace(tmp_path / "w", templates=False)
    for path in made.root.rglob("*"):
        if path.suffix in {".json", ".yaml", ".ipynb", ".md", ".yml"}:
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert make_workspace(tmp_path / "w", templates=False).different == []
    for schema in all_schemas().values():
        assert load_suite(made.root / "expectations" / f"{schema.name}.json", schema).expectations
    assert Workspace(made.root).unit_info("huacao").name == "华漕镇（示例）"


def test_all_samples_may_come_along(tmp_path):
    made = make_workspace(tmp_path / "w", samples="all", templates=False)
    assert Workspace(made.root).units() == sample_units() and len(sample_units()) == 4


def test_the_wheel_names_every_folder_that_a_workspace_begins_with(root):
    import tomllib

    build = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    carried = build["targets"]["wheel"]["force-include"]
    assert all(target == f"evallib/shipped/{source}" for source, target in carried.items())
    needed = {place.as_posix() if len(place.parts) == 1 else place.parts[0] for _, place in shipped_files()}
    assert needed | {"data/raw"} == set(carried)


def test_start_scripts_suit_their_systems(root):
    for name in ("start.bat", "启动.bat", "生成报告.bat"):
        data = (root / name).read_bytes()
        assert data.count(b"\n") == data.count(b"\r\n") > 0, "cmd.exe wants CRLF"
        assert data.isascii(), "whatever the code page of the console"
    assert b"\r" not in (root / "start.command").read_bytes()
    assert "make" not in (root / "start.bat").read_text(encoding="ascii").split()


def test_the_doctor_sees_open_workbooks_and_old_notebooks(made, monkeypatch):
    monkeypatch.setenv("EVALLIB_WORKSPACE", str(made.root))
    mark = made.root / "data/raw/huacao/2023/~$满意度调查.xlsx"
    mark.touch()
    notebook = made.root / "notebooks" / "month.ipynb"
    shutil.copy(notebook, made.root / "month.ipynb")
    notebook.unlink()
    try:
        told = {check.what: check for check in examine_machine()}
        assert told["打开的工作簿"].state == "留意" and "满意度调查.xlsx" in told["打开的工作簿"].told
        assert "少 1 个，例如 notebooks/month.ipynb" in told["笔记本与规则"].told
    finally:
        mark.unlink()
        (made.root / "month.ipynb").rename(notebook)
    told = {check.what: check for check in examine_machine()}
    assert told["打开的工作簿"].state == told["笔记本与规则"].state == told["reports"].state == "好"


def test_the_laboratory_opens_the_start_in_chinese(made):
    import json

    words = server_words(Workspace(made.root), 9000, False)
    assert f"--ServerApp.root_dir={made.root}" in words and "--no-browser" in words
    environment = server_environment(Workspace(made.root))
    config = Path(environment["JUPYTER_CONFIG_PATH"].split(os.pathsep)[0])
    settings = json.loads((config / "labconfig/default_setting_overrides.json").read_text(encoding="utf-8"))
    assert settings["@jupyterlab/translation-extension:plugin"]["locale"] == "zh_CN"
    assert settings["@jupyterlab/apputils-extension:notification"] == {"fetchNews": "false", "checkForUpdates": False}
