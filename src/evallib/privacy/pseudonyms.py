"""Pseudonyms (假名化): callers can be counted without being known.

A caller's phone number becomes a keyed hash: the same number gives the same pseudonym as long as the key is kept, and
without the key the (few) possible numbers cannot be tried one after the other.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

KEY_BYTES = 32
#: Letters in place of digits: a pseudonym must never look like a number that identifies somebody.
LETTERS = str.maketrans("0123456789", "ghijklmnop")


def pseudonym(value: str, key: bytes) -> str:
    """The pseudonym of one value: ``P`` and 12 letters of a hash of 48 bits.

    >>> pseudonym("13800000000", b"k") == pseudonym("138-0000 0000", b"k")
    True
    >>> len(pseudonym("13800000000", b"k")), pseudonym("13800000000", b"k").isalpha()
    (13, True)
    """
    bare = value if value.isalnum() else "".join(mark for mark in value if mark.isalnum())
    return "P" + hashlib.blake2b(bare.encode(), key=key, digest_size=6).hexdigest().translate(LETTERS)


def load_key(path: Path) -> bytes:
    """The key of a workspace, made on first use; keep it out of what is published.

    Args:
        path: e.g. ``data/clean/.pseudonym_key``.
    """
    if path.is_file():
        key = path.read_bytes()
        if len(key) == KEY_BYTES:
            return key
        path.unlink()  # of a run that was killed while it made one: nothing was hashed with it
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".pseudonym_key.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
        # Two gates at once must use one key: the first link stays.
        with suppress(FileExistsError):
            try:
                os.link(temporary, path)
            except (PermissionError, NotImplementedError):  # a disk without links
                Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return path.read_bytes()


def pseudonymise(column: Any, key: bytes) -> Any:
    """Pseudonyms of a column (Arrow); each distinct value is hashed once."""
    import pyarrow as pa
    import pyarrow.compute as pc

    encoded = pc.dictionary_encode(column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column)
    names = pa.array([pseudonym(text, key) for text in encoded.dictionary.to_pylist()], pa.string())
    return pc.take(names, encoded.indices)
