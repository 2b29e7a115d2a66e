"""The guarded reader: hostile files are refused in seconds and in bounded memory, and the run goes on."""

import os
import pickle
import socket
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest
from hostile_files import GENERATORS

from evallib.audit import read_document
from evallib.intake import (
    TABLE_ALLOWANCE,
    Allowance,
    count_bytes,
    end_readers,
    read_guarded,
    read_workbook,
    unpack_values,
)
from evallib.intake.files.guarding.guarded import _current
from evallib.model import EvallibError

SECONDS, MEMORY = 10, 2**30


def sleep_for_ever(path):
    while True:
        path.stat()


def take_memory(path):
    return [bytearray(2**20) for _ in range(4096)]


def die(path):
    os.abort()


def print_much(path):
    sys.stdout.write("x" * 100_000)
    sys.stdout.flush()
    return "said"


def a_table(path):
    import pyarrow as pa

    return {"rows": pa.table({"a": list(range(1000)), "b": ["甲"] * 1000})}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("甲", encoding="utf-8")
    return path


@pytest.fixture
def here(monkeypatch):
    """Lets the guarded process call the functions of this test."""
    monkeypatch.setattr(sys.modules[__name__], "__name__", __name__)
    end_readers()
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    for function in (sleep_for_ever, take_memory, die, print_much, a_table):
        monkeypatch.setattr(function, "__module__", "test_guarded")
    yield
    end_readers()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("read", "allowance", "code"),
    [
        (sleep_for_ever, Allowance(2**28, 0.5), "intake.too_slow"),
        (take_memory, Allowance(2**28, 20), "intake.too_large"),
        (die, TABLE_ALLOWANCE, "intake.damaged"),
    ],
)
def test_what_goes_wrong_inside_is_a_message(here, file, read, allowance, code):
    with pytest.raises(EvallibError) as told:
        read_guarded(read, file, allowance=allowance)
    assert [problem.code for problem in told.value.problems] == [code]
    assert read_guarded(count_bytes, file) == 3, "the next file is read as if nothing had been"


def test_prints_of_a_library_do_not_disturb(here, file):
    assert read_guarded(print_much, file) == "said"


def test_tables_travel_as_arrow(here, file):
    assert read_guarded(a_table, file)["rows"].num_rows == 1000
    assert list(_current[0].folder.iterdir()) == []


def test_the_process_is_used_again(file):
    read_guarded(count_bytes, file)
    first = _current[0].process.pid
    read_guarded(count_bytes, file)
    assert _current[0].process.pid == first


def test_nothing_that_could_run_comes_back():
    class Evil:
        def __reduce__(self):
            return os.system, ("true",)

    for value in (Evil(), subprocess.Popen, end_readers):
        with pytest.raises((pickle.UnpicklingError, AttributeError)):
            unpack_values(pickle.dumps(value))


def test_only_regular_files_are_opened(tmp_path):
    pipe, plug = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    os.mkfifo(pipe)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(plug))
        for path in (pipe, plug, Path("/dev/zero"), tmp_path):
            with pytest.raises(EvallibError, match="不是普通文件"):
                read_workbook(path)


def change(path):
    path.write_bytes(b"more")
    return 1


def test_a_file_that_changes_meanwhile_is_not_taken(here, file, monkeypatch):
    monkeypatch.setattr(change, "__module__", "test_guarded")
    with pytest.raises(EvallibError, match="有改动"):
        read_guarded(change, file)


#: Small to pack, and read for as long as a file of their size may be.
LONG = {"rows.xlsx", "paragraphs.docx", "long.html", "deep.html", "deep.pdf"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.long) if name in LONG else name for name in GENERATORS]
)
def test_hostile_files_are_refused_soon_and_small(tmp_path, name):
    path = tmp_path / name
    GENERATORS[name](path)
    end_readers()
    started, peak = time.monotonic(), 0
    watched = subprocess.Popen([sys.executable, "-c", WATCHED, str(path)], stdout=subprocess.PIPE, text=True)
    while watched.poll() is None:
        peak = max(peak, *(resident(pid) for pid in family(watched.pid)))
        time.sleep(0.02)
    seconds = time.monotonic() - started
    said = watched.communicate()[0]
    sys.stdout.write(f"\n{name}: {seconds:.1f} s, {peak / 2**20:.0f} MB, {said.strip()}\n")
    assert said.startswith("refused"), said
    assert peak < MEMORY and seconds < 9 * SECONDS, (
        "bound in seconds of work; a busy machine is given more of the clock"
    )


WATCHED = """
import sys
from pathlib import Path
from evallib.model.problems import EvallibError
path = Path(sys.argv[1])
try:
    if path.suffix in {".docx", ".pdf", ".txt"}:
        from evallib.audit.extract.reader import read_document as read
    else:
        from evallib.intake.files.workbook import read_workbook as read
    print("read", type(read(path)))
except EvallibError as error:
    print("refused", error.problems[0].code)
"""


def family(pid):
    children = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        return [pid, *(int(child) for child in children.read_text(encoding="ascii").split())]
    except OSError:
        return [pid]


def resident(pid):
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def test_an_ordinary_pdf_declares_its_pages(tmp_path):
    from evallib.intake import inspect_document

    path = tmp_path / "a.pdf"
    page = (
        b"3 0 obj<</Type/Page>>endobj 4 0 obj<</Filter/FlateDecode>>stream\n"
        + zlib.compress(b"BT (a) Tj ET\n")
        + b"\nendstream"
    )
    path.write_bytes(b"%PDF-1.4\n" + page * 3)
    assert inspect_document(path).pages == 3


def test_a_fork_has_a_reader_of_its_own(file):
    read_guarded(count_bytes, file)
    pid = os.fork()
    if pid == 0:
        ok = not _current and read_guarded(count_bytes, file) == 3
        end_readers()
        os._exit(0 if ok else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert read_guarded(count_bytes, file) == 3


def test_documents_go_the_guarded_way(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("2023年受理100件。\n", encoding="utf-8")
    assert len(read_document(path).blocks) == 1


FORKED = """
import os, sys
sys.path[:0] = [{folder!r}]
from pathlib import Path
import test_guarded as here
from evallib.intake import Allowance, TABLE_ALLOWANCE, count_bytes, end_readers, read_guarded
from evallib.intake.files.guarding.guarded import _current
from evallib.intake.files.guarding.reader_process import allow_forks
from evallib.model import EvallibError
allow_forks()
pid = os.fork()
if pid == 0:
    file, codes = Path({file!r}), []
    trials = [(here.sleep_for_ever, Allowance(2**28, 0.5)), (here.take_memory, Allowance(2**28, 20)),
              (here.die, TABLE_ALLOWANCE), (here.print_much, TABLE_ALLOWANCE), (here.a_table, TABLE_ALLOWANCE)]
    for read, allowance in trials:
        read.__module__ = "test_guarded"
        try:
            codes.append(type(read_guarded(read, file, allowance=allowance)).__name__)
        except EvallibError as error:
            codes.append(error.problems[0].code)
        codes.append(str(read_guarded(count_bytes, file)))
        forked = _current[0].process._process is None
        codes.append("fork" if forked else "new")
    last = _current[0].process.pid
    end_readers()
    print(" ".join(codes), Path(f"/proc/{{last}}").exists(), flush=True)
    os._exit(0)
os.waitpid(pid, 0)
"""


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux forks guarded processes")
def test_a_forked_process_guards_as_a_new_one_does(file):
    """In the fork server's children a guarded process is a fork: same refusals, same answers, gone when it is ended."""
    code = FORKED.format(folder=str(Path(__file__).parent), file=str(file))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False,
                          env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)})  # fmt: skip
    told = ["intake.too_slow", "3", "fork", "intake.too_large", "3", "fork", "intake.damaged", "3", "fork",
            "str", "3", "fork", "dict", "3"]  # fmt: skip
    words = done.stdout.split()
    assert words[:14] == told, done.stdout + done.stderr
    assert words[-1] == "False"
