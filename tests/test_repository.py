"""Promises of the checkout: same packages everywhere, no addresses in locks, raw data described, imports light."""

import re
import subprocess
import sys
import tomllib

import pytest
import yaml

CONDA_NAMES = {"duckdb": "python-duckdb", "ibis-framework[duckdb]": "ibis-duckdb"}


@pytest.fixture(scope="module")
def project(root):
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def split(requirement):
    name, specifier = re.fullmatch(r"([A-Za-z0-9_.\[\]-]+)(.*)", requirement).groups()
    return name, specifier


def test_environment_yml_has_the_packages_of_pyproject(root, project):
    environment = yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))
    conda = dict(split(requirement) for requirement in environment["dependencies"])
    assert conda.pop("python") == project["requires-python"]
    assert conda.pop("pip") == ""
    assert conda == {CONDA_NAMES.get(name, name): specifier for name, specifier in map(split, project["dependencies"])}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locks_pin_everything_and_name_no_address(root, project, lock):
    text = (root / lock).read_text(encoding="utf-8")
    assert "://" not in text and "--index" not in text
    pinned = {line.split("==")[0].lower() for line in text.splitlines() if "==" in line}
    for requirement in project["dependencies"]:
        assert split(requirement)[0].split("[")[0].lower() in pinned
    entries = text.replace("\\\n", " ").splitlines()
    assert [entry for entry in entries if "==" in entry and "--hash=sha256:" not in entry] == []


def test_raw_readme_lists_every_workbook_and_sheet(root):
    from evallib.intake.files.workbook import read_workbook

    readme = (root / "data/raw/README.md").read_text(encoding="utf-8")
    for path in sorted((root / "data/raw").glob("*/*/*.xlsx")):
        assert path.name in readme, path
        for sheet in read_workbook(path):
            assert sheet.name in readme, (path, sheet.name)
            notes = [str(row[0]) for row in sheet.rows if row and str(row[0]).startswith("注：")]
            assert any("《" in note for note in notes), f"{path.name} {sheet.name} 没有写明出处"


def test_import_is_light(root):
    code = (
        "import sys, evallib; heavy = {'pandas', 'plotly', 'papermill', 'great_expectations', 'nbconvert', 'duckdb'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_table_kind_has_a_suite(root):
    from evallib.model.schema import all_schemas

    assert {path.stem for path in (root / "expectations").glob("*.json")} >= set(all_schemas())


def test_tables_page_lists_every_header(root):
    from evallib.model.schema import all_schemas

    page = (root / "docs/tables.md").read_text(encoding="utf-8")
    for schema in all_schemas().values():
        for column in schema.columns:
            assert f"| `{column.name}` | {'、'.join((column.label, *column.aliases))} |" in page, (
                schema.name,
                column.name,
            )
