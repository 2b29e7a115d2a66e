"""The package of a unit: what is published and nothing else, told with fingerprints, the same bytes twice."""

import hashlib
import shutil
import zipfile

import pytest

from evallib.model import EvallibError, Workspace
from evallib.publish import write_package


@pytest.fixture
def workspace(reported, tmp_path):
    """The reports of one unit in a workspace of its own."""
    for folder in ("data/raw/pujin", "data/clean/pujin", "reports/2023/pujin", "reports/assets"):
        shutil.copytree(reported.root / folder, tmp_path / folder)
    return Workspace(tmp_path)


def test_package_holds_what_is_published_with_fingerprints(workspace, tmp_path):
    made = write_package(workspace.at("pujin", 2023))
    with zipfile.ZipFile(made.path) as archive:
        names = archive.namelist()
        told = archive.read("目录.txt").decode().splitlines()
        for line in told[4:]:
            name, _, size, mark = line.split("\t")
            content = archive.read(name)
            assert (len(content), hashlib.sha256(content).hexdigest()) == (int(size), mark)
    on_disk = {
        path.relative_to(workspace.reports).as_posix()
        for path in (workspace.reports / "2023").rglob("*")
        if path.is_file()
    }
    assert {name for name in names if name.startswith("2023/")} == on_disk
    assert {"2023/pujin/index.html", "2023/pujin/绩效自评表.docx", "2023/pujin/勾稽核对.xlsx"} <= set(names)
    assert not any("inside" in name for name in names)
    assert len(told) - 4 == len(names) - 1


def test_package_is_the_same_bytes_twice(workspace, tmp_path):
    first = write_package(workspace.at("pujin", 2023), tmp_path / "a").path.read_bytes()
    assert write_package(workspace.at("pujin", 2023), tmp_path / "b").path.read_bytes() == first


def test_pages_of_the_package_find_their_look(workspace, tmp_path):
    made = write_package(workspace.at("pujin", 2023))
    with zipfile.ZipFile(made.path) as archive:
        archive.extractall(tmp_path / "opened")
    page = (tmp_path / "opened/2023/pujin/index.html").read_text(encoding="utf-8")
    named = {part.split('"')[0] for part in page.split("../../assets/")[1:]}
    assert named and all((tmp_path / "opened/assets" / name).is_file() for name in named)


def test_nothing_is_packed_that_the_release_check_refuses(workspace):
    (workspace.reports / "2023" / "pujin" / "备注.txt").write_text("联系电话 13812345678", encoding="utf-8")
    with pytest.raises(EvallibError, match="发布检查不通过"):
        write_package(workspace.at("pujin", 2023))
    assert not (workspace.root / "packages").exists()


def test_a_unit_without_reports_has_no_package(workspace):
    shutil.rmtree(workspace.reports / "2023" / "pujin")
    with pytest.raises(EvallibError, match="还没有可以移交的报告"):
        write_package(workspace.at("pujin", 2023))
