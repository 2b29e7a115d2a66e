"""Plain values (普通值): what may pass from the guarded process to the run; nothing that could run itself."""

from __future__ import annotations

import io
import pickle
import sys
from pathlib import Path
from typing import Any

SAFE_BUILTINS = {"set", "frozenset", "complex", "bytearray", "slice", "range"}
SAFE = {
    ("datetime", "datetime"), ("datetime", "date"), ("datetime", "time"), ("datetime", "timedelta"),
    ("datetime", "timezone"), ("decimal", "Decimal"), ("pathlib", "PosixPath"), ("pathlib", "WindowsPath"),
    ("pathlib", "Path"), ("pathlib._local", "PosixPath"), ("fractions", "Fraction"), ("collections", "OrderedDict"),
}  # fmt: skip


def pack_values(value: Any, folder: Path) -> bytes:
    """Values as bytes; Arrow tables stand in files of the folder."""
    if "pyarrow" not in sys.modules:
        return pickle.dumps(value, protocol=5)  # no Arrow table without its library: no value need be looked at
    buffer = io.BytesIO()
    _Pickler(buffer, folder).dump(value)
    return buffer.getvalue()


class _Pickler(pickle.Pickler):
    """Arrow tables go through a file; everything else is plain."""

    def __init__(self, buffer: io.BytesIO, folder: Path) -> None:
        super().__init__(buffer, protocol=5)
        self._folder = folder

    def persistent_id(self, obj: Any) -> Any:
        if type(obj).__module__ != "pyarrow.lib" or type(obj).__name__ not in {"Table", "RecordBatch"}:
            return None
        import pyarrow as pa

        table = obj if isinstance(obj, pa.Table) else pa.Table.from_batches([obj])
        place = self._folder / f"{len(list(self._folder.iterdir()))}-{id(obj)}.arrow"
        with pa.OSFile(str(place), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
        return "table", str(place)


def unpack_values(data: bytes) -> Any:
    """What `pack_values` packed; anything but plain values and this package's dataclasses is refused.

    >>> unpack_values(pickle.dumps(print))
    Traceback (most recent call last):
    _pickle.UnpicklingError: builtins.print
    """
    return _Unpickler(data).load()


class _Unpickler(pickle.Unpickler):
    """Takes plain values and dataclasses of this package, and nothing that could run."""

    def __init__(self, data: bytes) -> None:
        super().__init__(io.BytesIO(data))

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in SAFE or (module == "builtins" and name in SAFE_BUILTINS):
            return super().find_class(module, name)
        if module.startswith("evallib."):
            found = super().find_class(module, name)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")

    def persistent_load(self, pid: Any) -> Any:
        import pyarrow as pa

        kind, place = pid
        if kind != "table":
            raise pickle.UnpicklingError(str(kind))
        with pa.memory_map(place) as source:
            table = pa.ipc.open_file(source).read_all()
        Path(place).unlink(missing_ok=True)
        return table
