"""Made from (由何而来): results that are kept with what they were made from, and made again only where that changed.

What a step gives depends on its inputs and on the program; a key names both. A kept result of other inputs, or of
another program, is not used. Kept files stand inside, never in reports/.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from evallib.model.workspace.files import write_text

PACKAGE = Path(__file__).parents[2]
#: Libraries that every result depends on.
LIBRARIES = ("pandas", "numpy", "plotly", "papermill", "nbconvert", "great_expectations", "pyarrow")
KEY, VALUE = "made_from", "value"


def made_from(*parts: object) -> str:
    """The key of what is made from some parts (texts, or values that JSON can tell) by the program as it is.

    >>> made_from("a", 1) == made_from("a", 1) != made_from("a", 2)
    True
    """
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return sha256(f"{program()} {text}".encode()).hexdigest()[:32]


def kept(place: Path, key: str, make: Callable[[], Any]) -> Any:
    """The value in a file if it was made from what `key` names, else made now and kept there.

    Args:
        place: a JSON file inside.
        key: of `made_from`.
        make: gives the value, which JSON can hold.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     place = Path(folder) / "sum.json"
    ...     [kept(place, made_from(number), lambda: number * 2) for number in (1, 1, 3)]
    [2, 2, 6]
    """
    value = recall(place, key)
    if value is None:
        value = make()
        keep(place, key, value)
    return value


def recall(place: Path, key: str) -> Any:
    """The value in a file if it was made from what `key` names; None where it was not, is not there, or not whole."""
    try:
        data = json.loads(place.read_text(encoding="utf-8"))
        return data[VALUE] if data[KEY] == key else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(place: Path, key: str, value: Any) -> None:
    """Keep a value with the key that it was made from."""
    with suppress(OSError):  # a workspace that may only be read, or a full disk: the value is made again next time
        place.parent.mkdir(parents=True, exist_ok=True)
        write_text(place, json.dumps({KEY: key, VALUE: value}, ensure_ascii=False, separators=(",", ":")), sync=False)


@cache
def code_key(*rooms: str) -> str:
    """A short digest of the modules and word lists in some folders of the package: what others kept is not used.

    >>> code_key("model") == code_key("model") != code_key("model/books")
    True
    """
    digest = sha256()
    paths = (path for room in rooms for path in (PACKAGE / room).rglob("*") if path.suffix in {".py", ".yaml"})
    for path in sorted(paths):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def program() -> str:
    """A digest of every file of the package, read once per process."""
    digest = sha256()
    for path in sorted(path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        digest.update(path.relative_to(PACKAGE).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
