"""The papermill engine runs cells as a kernel does, in this process, and leaves this process as it was."""

import builtins
import pickle
import subprocess
import sys
import threading
import time

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from papermill.engines import papermill_engines

from evallib.batch import NAME, CellEngine, read_once, recorded_figures, register

pytestmark = pytest.mark.slow


def run(*sources, **options):
    cells = [source if isinstance(source, dict) else new_code_cell(source) for source in sources]
    notebook = new_notebook(
        cells=cells, metadata={"papermill": {}, "kernelspec": {"name": "python3", "display_name": "Python 3"}}
    )
    register()
    return papermill_engines.execute_notebook_with_engine(NAME, notebook, "python3", progress_bar=False, **options)


def outputs(cell):
    return [(o.output_type, o.get("text") or o.get("evalue") or o["data"].get("text/plain")) for o in cell.outputs]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1 + 1", [("execute_result", "2")]),
        ("1 + 1;", []),
        ("print(1)\nprint(2)\n3", [("stream", "1\n2\n"), ("execute_result", "3")]),
        ("import sys\nprint(1)\nprint(2, file=sys.stderr)", [("stream", "1\n"), ("stream", "2\n")]),
        ("display('甲')", [("display_data", "'甲'")]),
        ("print(1)\ndisplay(2)\nprint(3)", [("stream", "1\n"), ("display_data", "2"), ("stream", "3\n")]),
        ("raise KeyError('键')", [("error", "'键'")]),
        ("1 +", [("error", "invalid syntax (<stdin>, line 1)")]),
        ("import sys, warnings\nwarnings.simplefilter('ignore')\nsys.exit(2)", [("error", "2")]),
        ("get_ipython() is not None", [("execute_result", "True")]),
        ("import asyncio\nawait asyncio.sleep(0, 5)", [("execute_result", "5")]),
        ("%%capture\nprint(1)", []),
        ("from IPython.display import clear_output\nprint(1)\nclear_output()\nprint(2)", [("stream", "2\n")]),
        ("from IPython.display import clear_output\nprint(1)\nclear_output(wait=True)\nprint(2)", [("stream", "2\n")]),
        ("from IPython.display import clear_output\nprint(1)\nclear_output(wait=True)", [("stream", "1\n")]),
    ],
)
def test_outputs_of_a_cell(source, expected):
    found = outputs(run(source).cells[0])
    assert [kind for kind, _ in found] == [kind for kind, _ in expected]
    if source != "1 +":
        assert found == expected


def test_result_is_a_valid_notebook():
    notebook = run("import pandas as pd\npd.DataFrame({'a': [1]})", new_markdown_cell("文"), "print('b')")
    nbformat.validate(notebook)
    assert [cell.get("execution_count") for cell in notebook.cells] == [1, None, 2]
    assert "text/html" in notebook.cells[0].outputs[0].data
    assert notebook.metadata.language_info.name == "python"


def test_values_are_json_after_a_cell():
    data = run("import numpy as np\ndisplay({'application/json': {'n': (1, 2)}, 'image/png': b'1'}, raw=True)")
    assert data.cells[0].outputs[0].data == {"application/json": {"n": [1, 2]}, "image/png": "MQ=="}


def test_update_reaches_an_earlier_cell():
    notebook = run(
        "display('a', display_id='x');",
        "from IPython.display import update_display\nupdate_display('b', display_id='x')",
    )
    assert outputs(notebook.cells[0]) == [("display_data", "'b'")]
    assert notebook.cells[1].outputs == []


def test_first_error_stops():
    seen = []
    notebook = run(
        "a = 1", "raise ValueError('停')", "a", on_cell_start=lambda cell, cell_index: seen.append(cell_index)
    )
    assert seen == [0, 1]
    assert notebook.metadata.papermill.exception is True
    assert notebook.cells[1].metadata.papermill.status == "failed"
    assert notebook.cells[2].outputs == []


def test_tags_of_nbclient():
    may_fail = new_code_cell("1 / 0", metadata={"tags": ["raises-exception"]})
    skipped = new_code_cell("1 / 0", metadata={"tags": ["skip-execution"]})
    notebook = run(may_fail, skipped, "'后'")
    assert [len(cell.outputs) for cell in notebook.cells] == [1, 0, 1]


def test_this_process_stays_as_it_was():
    from IPython.core.interactiveshell import InteractiveShell

    before = sys.displayhook, sys.excepthook, sys.modules["__main__"], sys.stdout, InteractiveShell._instance
    run("x = 1\n_ = 2\nx")
    assert before == (sys.displayhook, sys.excepthook, sys.modules["__main__"], sys.stdout, InteractiveShell._instance)
    assert not hasattr(builtins, "get_ipython")
    assert outputs(run("'x' in globals()").cells[0]) == [("execute_result", "False")]


def test_entry_point_is_declared(root):
    import tomllib
    from importlib import import_module

    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    module, name = project["entry-points"]["papermill.engine"][NAME].split(":")
    engine = getattr(import_module(module), name)
    assert engine.execute_notebook == CellEngine.execute_notebook


@pytest.mark.parametrize(
    "first", ["papermill.engines", "evallib.batch.engines.cell_engine", "evallib.batch.engines.papermill_engine"]
)
def test_papermill_loads_the_engine_whoever_is_imported_first(first, tmp_path):
    """As if evallib were installed: papermill finds the entry point while it is being imported."""
    information = tmp_path / "installed-1.0.dist-info"
    information.mkdir()
    (information / "entry_points.txt").write_text(
        f"[papermill.engine]\n{NAME} = evallib.batch.engines.papermill_engine:ShellEngine\n"
    )
    code = (
        f"import sys; sys.path[:] = {[str(tmp_path), *sys.path]!r}\nimport {first}\n"
        f"from papermill.engines import papermill_engines\nassert papermill_engines.get_engine({NAME!r}).execute_notebook\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_recorded_figures_are_plain():
    """The run that takes the answer must not have to import nbformat, whose validator takes seconds."""
    recorded = {"findings": 2, "scores": [{"score": "86.72"}], "incomplete": {"四率": "未提交"}}
    output = new_output("display_data", {"application/vnd.evallib.record+json": recorded})
    figures = recorded_figures(new_notebook(cells=[new_code_cell(outputs=[output])]))
    assert figures == recorded
    assert b"nbformat" not in pickle.dumps(figures)


def test_first_use_starts_no_thread_and_leaves_less_to_do():
    """A fork of a process with threads may hang; what was read once is not loaded or compiled again."""
    threads, begun = threading.active_count(), time.process_time()
    read_once()
    first, begun = time.process_time() - begun, time.process_time()
    read_once()
    assert time.process_time() - begun <= first
    assert threading.active_count() == threads
