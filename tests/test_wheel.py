"""What a new user does: install the wheel, make a workspace in a folder with Chinese and spaces, run, check, open the lab.

The fresh environment finds the libraries of this one through a path file, so that nothing is downloaded; evallib itself
comes from the wheel, and the checkout is not on its path.
"""

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest
from served_lab import TOKEN, served

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def wheel(root, tmp_path_factory):
    """The wheel, built without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    words = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(words, cwd=root, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory):
    """A fresh environment in a folder with Chinese and spaces, with the wheel installed."""
    home = tmp_path_factory.mktemp("环境 一")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    place = Path(subprocess.run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], check=True,
                                capture_output=True, text=True).stdout.strip())  # fmt: skip
    libraries = [path for path in sys.path if path.endswith("site-packages")]
    (place / "libraries.pth").write_text("\n".join(libraries), encoding="utf-8")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(place)
    share = next(Path(prefix, "share", "jupyter") for prefix in (sys.prefix, sysconfig.get_config_var("prefix"))
                 if Path(prefix, "share", "jupyter").exists())  # fmt: skip
    (home / "share").mkdir()
    (home / "share" / "jupyter").symlink_to(share.resolve())
    return str(python)


@pytest.fixture(scope="module")
def evallib(python, tmp_path_factory):
    """Run a verb in a folder: the finished process."""
    environment = {key: value for key, value in os.environ.items() if key not in {"EVALLIB_WORKSPACE", "PYTHONPATH"}}

    def run(folder, *words, **more):
        return subprocess.run([python, "-m", "evallib", *words], cwd=folder, env={**environment, **more},
                              capture_output=True, encoding="utf-8", check=False)  # fmt: skip

    return run


@pytest.fixture(scope="module")
def workspace(evallib, tmp_path_factory):
    folder = tmp_path_factory.mktemp("评价 组")
    made = evallib(folder, "new", "我的 工作区")
    assert made.returncode == 0 and '下一步：cd "我的 工作区"' in made.stdout, made.stderr
    return folder / "我的 工作区"


def test_the_wheel_holds_one_copy_of_the_repository_folders(wheel, root):
    names = zipfile.ZipFile(wheel).namelist()
    carried = {name.removeprefix("evallib/shipped/") for name in names if name.startswith("evallib/shipped/")}
    tracked = subprocess.run(["git", "ls-files", "-z", "notebooks", "expectations", "data/raw"], cwd=root, check=True,
                             capture_output=True, encoding="utf-8").stdout.split("\0")[:-1]  # fmt: skip
    assert carried >= set(tracked)
    assert not [name for name in names if "checkpoint" in name or "__pycache__" in name]
    assert "evallib/workbench/starting/lab_config/labconfig/default_setting_overrides.json" in names


def test_evallib_comes_from_the_wheel(python, root):
    code = "import evallib; print(evallib.__file__)"
    place = subprocess.run([python, "-c", code], cwd="/", capture_output=True, text=True, check=True).stdout
    assert str(root) not in place and "环境 一" in place


def test_a_new_workspace_checks_and_runs(evallib, workspace):
    alone = evallib(workspace)
    assert "待校验：huacao 2021" in alone.stdout and "下一步：evallib check data/raw/huacao/2021" in alone.stdout
    checked = evallib(workspace, "check", "data/raw/huacao/2023")
    assert checked.returncode == 0, checked.stdout
    assert checked.stderr.splitlines()[-1] == "下一步：evallib run 生成报告"
    made = evallib(workspace / "notebooks", "run")
    assert made.returncode == 0, made.stdout + made.stderr
    assert "华漕镇（示例） 2023/huacao" in made.stdout and "共 3 份：生成 3，未变化 0，未完成 0" in made.stdout
    assert (workspace / "reports" / "2023" / "huacao" / "index.html").is_file()
    assert evallib(workspace, "doctor").returncode == 0
    elsewhere = evallib(workspace.parent, "units", EVALLIB_WORKSPACE=str(workspace))
    assert "华漕镇（示例）" in elsewhere.stdout


def test_what_windows_lacks_is_not_needed(evallib, workspace, root):
    """No fork, no poll: the pool with spawned processes and kernels; a console of code page 936; every file names its encoding."""
    helpers = str(root / "tests" / "helpers" / "like_windows")
    there = {"PYTHONPATH": helpers, "PYTHONWARNDEFAULTENCODING": "1"}
    made = evallib(workspace, "run", "--force", "--year", "2022", **there)
    assert made.returncode == 0, made.stdout + made.stderr
    assert '"engine": "pool"' in next(
        iter(sorted((workspace / "data/inside/runs").glob("*/manifest.json"))[-1:])
    ).read_text("utf-8")
    told = subprocess.run([sys.executable, "-m", "evallib", "--help"], cwd=workspace, capture_output=True, check=True,
                          env={**os.environ, **there, "PYTHONIOENCODING": "cp936"})  # fmt: skip
    assert "用法：evallib".encode("cp936") in told.stdout


def test_the_lab_is_served_in_chinese_and_stops(python, workspace):
    with served(workspace, python) as lab:
        page = lab.get(f"lab/tree/notebooks/开始.ipynb?token={TOKEN}").decode()
        assert "jupyter-config-data" in page
        names = {item["name"] for item in lab.json(f"api/contents/?token={TOKEN}")["content"]}
        assert {"notebooks", "data", "reports", "模板", "README.md"} <= names, "the root is the workspace's"
        languages = lab.json(f"lab/api/translations?token={TOKEN}")["data"]
        assert "zh_CN" in languages
        setting = lab.json(f"lab/api/settings/@jupyterlab/translation-extension:plugin?token={TOKEN}")
        assert setting["schema"]["properties"]["locale"]["default"] == "zh_CN"
        news = lab.json(f"lab/api/settings/@jupyterlab/apputils-extension:notification?token={TOKEN}")
        assert news["schema"]["properties"]["fetchNews"]["default"] == "false"
        formats = lab.json(f"api/nbconvert?token={TOKEN}")
        assert "导出报告" in formats
    assert lab.process.returncode == 0
