"""Promises of the checkout: same packages everywhere, no addresses in locks, raw data described, imports light."""

import ast
import importlib
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import evallib

SOURCES = Path(evallib.__file__).parent
CONDA_NAMES = {"duckdb": "python-duckdb", "ibis-framework[duckdb]": "ibis-duckdb"}


@pytest.fixture(scope="module")
def project(root):
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def everything(project):
    return [*project["dependencies"], *project["optional-dependencies"]["workspace"]]


def split(requirement):
    name, specifier = re.fullmatch(r"([A-Za-z0-9_.\[\]-]+)(.*)", requirement).groups()
    return name, specifier


def test_environment_yml_has_the_packages_of_pyproject(root, project):
    environment = yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))
    conda = dict(split(requirement) for requirement in environment["dependencies"])
    assert conda.pop("python") == project["requires-python"]
    assert conda.pop("pip") == ""
    assert conda == {CONDA_NAMES.get(name, name): specifier for name, specifier in map(split, everything(project))}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locks_pin_everything_and_name_no_address(root, project, lock):
    text = (root / lock).read_text(encoding="utf-8")
    assert "://" not in text and "--index" not in text
    pinned = {line.split("==")[0].lower() for line in text.splitlines() if "==" in line}
    for requirement in everything(project):
        assert split(requirement)[0].split("[")[0].lower() in pinned
    entries = text.replace("\\\n", " ").splitlines()
    assert [entry for entry in entries if "==" in entry and "--hash=sha256:" not in entry] == []


def test_raw_readme_lists_every_workbook_and_sheet(root):
    from evallib.intake import read_workbook

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
    from evallib.model import all_schemas

    assert {path.stem for path in (root / "expectations").glob("*.json")} >= set(all_schemas())


def test_tables_page_lists_every_header(root):
    from evallib.model import all_schemas

    page = (root / "docs/tables.md").read_text(encoding="utf-8")
    for schema in all_schemas().values():
        for column in schema.columns:
            assert f"| `{column.name}` | {'、'.join((column.label, *column.aliases))} |" in page, (
                schema.name,
                column.name,
            )


LIGHT = """
import importlib, importlib.metadata as metadata, pkgutil, re, sys
heavy = {name.lower() for name in sys.argv[1].split()}
modules = metadata.packages_distributions()
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name in tops:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
tops = {top for top, owners in modules.items() if any(owner.lower() in heavy for owner in owners)}
sys.meta_path.insert(0, Refuse())
import evallib
for room in ("model", "parsing", "identities", "privacy", "indicators"):
    package = importlib.import_module(f"evallib.{room}")
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
print(evallib.wilson_interval(85, 100))
try:
    evallib.open
except ImportError as error:
    print(error)
"""


ALL = """
import importlib, pkgutil, evallib
for module in pkgutil.walk_packages(evallib.__path__, "evallib."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
"""


@pytest.mark.slow
def test_every_module_loads():
    """Examples are looked for in modules that have some; the others load as well."""
    done = subprocess.run([sys.executable, "-c", ALL], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_the_maths_runs_with_the_light_packages_alone(project):
    """`pip install evallib` without the workspace: every module of the pure rooms loads, the rest says what is missing."""
    heavy = " ".join(split(each)[0].split("[")[0] for each in project["optional-dependencies"]["workspace"])
    told = subprocess.run([sys.executable, "-c", LIGHT, heavy], capture_output=True, encoding="utf-8", check=True)
    interval, refusal = told.stdout.splitlines()
    assert interval.startswith("(0.76") and "pip install 'evallib[workspace]'" in refusal


#: What notebooks put together, module by module.
OPEN_SHELVES = {f"evallib.publish.{shelf}" for shelf in ("sections", "page", "words", "messages")}


def _names_a_room(node: ast.ImportFrom) -> bool:
    """A room, an open shelf, or a module of which a name is its own, so that the room cannot offer it (``funnel``)."""
    module = node.module or ""
    names = {alias.name for alias in node.names}
    return (
        module.count(".") < 2
        or module.startswith("evallib.cli.")
        or module in OPEN_SHELVES
        or module.rpartition(".")[2] in names
        or all(
            name.startswith("_") or (SOURCES / Path(*module.split(".")[1:]) / f"{name}.py").exists() for name in names
        )
    )


def _sources(root: Path, folder: str) -> Iterator[tuple[str, str]]:
    """Name and text of each script and notebook cell."""
    for path in sorted((root / folder).rglob("*.py")):
        yield path.name, path.read_text("utf-8")
    for path in sorted((root / folder).glob("*.ipynb")):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                yield path.name, "".join(cell["source"])


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["tests", "benchmarks", "notebooks"])
def test_users_of_a_room_name_the_room(root, folder):
    """A file moves without a test or notebook noticing: they import what the room offers."""
    deep = [
        f"{name}: {ast.unparse(node)}"
        for name, source in _sources(root, folder)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("evallib.") and not _names_a_room(node)
    ]
    assert deep == []


@pytest.mark.parametrize("room", sorted(path.parent.name for path in SOURCES.glob("*/__init__.py")))
def test_a_room_has_what_it_offers(room):
    module = importlib.import_module(f"evallib.{room}")
    assert room == "cli" or module.__all__
    assert all(hasattr(module, name) for name in getattr(module, "__all__", ()))
    # Once a module of that name is loaded, the room's name would be the module; but for an earlier address that is the
    # function itself (tests/indicators/test_ways_of_calling.py).
    modules = {path.stem for path in (SOURCES / room).iterdir()} - {"case_rates"}
    assert not modules & set(getattr(module, "__all__", ()))


def test_workbooks_are_opened_and_formatted_in_one_place():
    """One pen: no text of a workbook becomes a formula because somebody forgot an option. The sample export streams its rows."""
    users = {
        path.name
        for path in SOURCES.rglob("*.py")
        if re.search(r"xlsxwriter\.Workbook|\.add_format\(|\bWorkbook\(\)", path.read_text("utf-8"))
    }
    assert users == {"pen.py", "book_formats.py", "sample_export.py"}


#: Flat on purpose: they read like a list of nouns.
FLAT = {"indicators", "charts", "audit/checks"}


def test_modules_and_shelves_are_small():
    """A module that passes 250 lines, or a shelf with more than 16 modules, hides a noun that wants out."""
    long = {
        str(path.relative_to(SOURCES)) for path in SOURCES.rglob("*.py") if path.read_text("utf-8").count("\n") > 250
    }
    full = {
        folder.relative_to(SOURCES).as_posix()
        for folder in SOURCES.rglob("*")
        if folder.is_dir() and len([path for path in folder.glob("*.py") if path.name != "__init__.py"]) > 16
    }
    assert (long, full - FLAT) == (set(), set())


#: Tables of data, a row or some words a line, and what a module of nearly 250 lines has no room for.
OWN_LAYOUTS = 200


def test_the_formatter_lays_out_the_code():
    """No habit of `fmt: skip`: lines of the package are obeyed (E501 is on), and layouts of one's own are few."""
    settings = tomllib.loads((SOURCES.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]
    assert settings["line-length"] == 120 and "E501" not in settings["lint"]["ignore"]
    assert sum(path.read_text("utf-8").count("# fmt: " + "skip") for path in SOURCES.rglob("*.py")) <= OWN_LAYOUTS


#: Nodes of a syntax tree, written out: a body of some statements, a list of some words.
BODY, LIST = 600, 400


@pytest.mark.slow
def test_nothing_is_written_twice():
    """One home per thing: no function's body, and no list of words or pattern, stands in two modules to the letter."""
    places: dict[str, set[str]] = {}
    for path in SOURCES.rglob("*.py"):
        tree, name = ast.parse(path.read_text("utf-8")), path.relative_to(SOURCES).as_posix()
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                body = "".join(map(ast.dump, node.body[ast.get_docstring(node) is not None :]))
                if len(body) >= BODY:
                    places.setdefault(body, set()).add(f"{name}: {node.name}")
        for node in tree.body:
            if isinstance(node, ast.Assign) and len(value := ast.dump(node.value)) >= LIST:
                places.setdefault(value, set()).add(f"{name}: {ast.unparse(node.targets[0])}")
    assert [sorted(found) for found in places.values() if len(found) > 1] == []


def test_no_module_imports_itself_through_others():
    """Import circles, late imports inside functions and what only a type checker reads included."""
    grimp = pytest.importorskip("grimp")
    graph = grimp.build_graph("evallib", cache_dir=None)
    order = {module: set(graph.find_modules_directly_imported_by(module)) for module in graph.modules}
    while free := [module for module, needed in order.items() if not needed & order.keys()]:
        for module in free:
            del order[module]
    while ends := [module for module in order if not any(module in needed for needed in order.values())]:
        for module in ends:
            del order[module]
    assert sorted(order) == []


#: Where a unit and a year may still be two: what a person calls with two words, what a workspace makes of them, and words
#: to print. Everywhere else below the command line they travel as one `UnitYear`.
ARRIVING = {
    "model/workspace/units.py": {"at", "submission_dir", "raw_dir", "clean_dir", "cases_file", "inside_dir", "report_dir", "check"},
    "checks/versions.py": {"clean_dir"},
    "checks/store.py": {"open"},
    "publish/sections/unit_page.py": {"open"},
    "workbench/unit.py": {"open"},
    "workbench/opening.py": {"open"},
    "workbench/lab/choices.py": {"_all_values"},
    "workbench/lab/controls.py": {"chooser"},
    "publish/words/notebook_names.py": {"page_title"},
    "intake/requests/samples/sample_export.py": {"write_sample", "unit_totals"},  # of the plan, not of a workspace
    "parsing/targets.py": {"parse_target"},  # 元, %
}  # fmt: skip


def test_a_unit_and_a_year_travel_as_one():
    found: dict[str, set[str]] = {}
    for path in sorted(SOURCES.rglob("*.py")):
        name, text = path.relative_to(SOURCES).as_posix(), path.read_text(encoding="utf-8")
        if name.startswith("cli/") or not ("unit: " in text and re.search(r"\b(?:year|month): ", text)):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                taken = {argument.arg for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)}
                if taken >= {"unit", "year"} or taken >= {"workspace", "unit", "month"}:
                    found.setdefault(name, set()).add(node.name)
    assert found == ARRIVING
