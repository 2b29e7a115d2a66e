"""A workbook that is open in Excel: Windows refuses to read or replace it, and the message says what to do."""

from pathlib import Path

import pytest

from evallib.intake import unpack_values
from evallib.intake.files.guarding.guard_process import _answer
from evallib.model import EvallibError, write_bytes


def refuse(path: Path) -> None:
    """What opening a file does that another program has locked."""
    raise PermissionError(13, "The process cannot access the file", str(path))


def test_an_open_workbook_is_not_replaced_and_nothing_is_left_behind(tmp_path, monkeypatch):
    target = tmp_path / "评价底稿.xlsx"
    target.write_bytes(b"old")
    monkeypatch.setattr("evallib.model.workspace.files.time.sleep", lambda seconds: None)
    monkeypatch.setattr(Path, "replace", lambda self, other: refuse(other))
    with pytest.raises(EvallibError, match=r"正在 Excel、WPS 中打开.*请保存并关闭"):
        write_bytes(target, b"new")
    assert target.read_bytes() == b"old" and [path.name for path in tmp_path.iterdir()] == ["评价底稿.xlsx"]


def test_a_file_that_is_free_again_in_a_moment_is_replaced(tmp_path, monkeypatch):
    target, tries, original = tmp_path / "a.xlsx", [], Path.replace

    def busy_twice(self, other):
        tries.append(other)
        return refuse(other) if len(tries) < 3 else original(self, other)

    monkeypatch.setattr("evallib.model.workspace.files.time.sleep", lambda seconds: None)
    monkeypatch.setattr(Path, "replace", busy_twice)
    write_bytes(target, b"new")
    assert target.read_bytes() == b"new" and len(tries) == 3


def test_an_open_workbook_that_cannot_be_read_is_told_so(tmp_path):
    state, data = _answer(__name__, "refuse", str(tmp_path / "预算.xlsx"), (), 0, 0, str(tmp_path))
    (problem,) = unpack_values(data)
    assert state == b"E" and problem.file == "预算.xlsx"
    assert "正在 Excel、WPS 中打开" in problem.message and "保存并关闭" in problem.advice


def test_the_command_line_says_it_too(cli, shipped, tmp_path, monkeypatch):
    monkeypatch.setattr("evallib.model.workspace.files.time.sleep", lambda seconds: None)
    monkeypatch.setattr(Path, "replace", lambda self, other: refuse(other))
    code, _, err = cli(
        shipped, "template", "budget", "--unit", "huacao", "--year", "2024", "--out", str(tmp_path / "预算.xlsx")
    )
    assert code == 2 and "正在 Excel、WPS 中打开" in err and "Traceback" not in err
