"""Pseudonyms (假名化): callers can be counted without being known.

A caller's phone number becomes a keyed hash: the same number gives the same pseudonym as long as the key is kept, and
without the key the (few) possible numbers cannot be tried one after the other. Texts lose phone and identity card
numbers, addresses lose the room.
"""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path
from typing import Any

from evallib.privacy import masking
from evallib.privacy.masking import may_identify

KEY_BYTES = 32
#: Letters in place of digits: a pseudonym must never look like a number that identifies somebody.
LETTERS = str.maketrans("0123456789", "ghijklmnop")
#: Identity card (身份证号) first: its digits contain what looks like a phone number.
IDENTITY_PATTERN = r"\b[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]\b"
PHONE_PATTERN = r"\b(1[3-9]\d)[- ]?\d{4}[- ]?(\d{4})\b"
LANDLINE_PATTERN = r"\b(0\d{2,3}-)\d{7,8}\b"
ROOM_PATTERN = r"[0-9A-Za-z一二三四五六七八九十]+(?:室|房间|户)"


def pseudonym(value: str, key: bytes) -> str:
    """The pseudonym of one value: ``P`` and 12 letters of a hash of 48 bits.

    >>> pseudonym("13800000000", b"k") == pseudonym("138-0000 0000", b"k")
    True
    >>> len(pseudonym("13800000000", b"k")), pseudonym("13800000000", b"k").isalpha()
    (13, True)
    """
    bare = "".join(mark for mark in value if mark.isalnum())
    return "P" + hashlib.blake2b(bare.encode(), key=key, digest_size=6).hexdigest().translate(LETTERS)


def load_key(path: Path) -> bytes:
    """The key of a workspace, made on first use; keep it out of what is published.

    Args:
        path: e.g. ``data/clean/.pseudonym_key``.
    """
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(secrets.token_bytes(KEY_BYTES))
    return path.read_bytes()


def mask_text(column: Any) -> Any:
    """Take what identifies a person out of a text column (Arrow); see `evallib.privacy.masking`.

    >>> import pyarrow as pa
    >>> mask_text(pa.array(["请回电13812345678", "证件310112199001011234"])).to_pylist()
    ['请回电138****5678', '证件******']
    """
    import pyarrow.compute as pc

    # RE2 knows no Chinese word character, so \b stands between a Chinese character and a digit.
    for pattern, mask in ((IDENTITY_PATTERN, "******"), (PHONE_PATTERN, r"\1****\2"), (LANDLINE_PATTERN, r"\1****")):
        column = pc.replace_substring_regex(column, pattern, mask)
    return _mask_closely(column)


def _mask_closely(column: Any) -> Any:
    """Names, landlines, e-mail, plates and house numbers, in the distinct texts that may hold some."""
    import pyarrow as pa
    import pyarrow.compute as pc

    encoded = pc.dictionary_encode(column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column)
    doubtful = pc.match_substring_regex(encoded.dictionary, may_identify()).to_pylist()
    texts = [masking.mask_text(text)[0] if look else text
             for text, look in zip(encoded.dictionary.to_pylist(), doubtful, strict=True)]  # fmt: skip
    return pc.take(pa.array(texts, pa.string()), encoded.indices)


def mask_address(column: Any) -> Any:
    """Keep an address down to its number (弄/号); the room is nobody's business.

    >>> import pyarrow as pa
    >>> mask_address(pa.array(["某路12弄3号402室"])).to_pylist()
    ['某路12弄3号**室']
    """
    import pyarrow.compute as pc

    return pc.replace_substring_regex(column, ROOM_PATTERN, "**室")


def pseudonymise(column: Any, key: bytes) -> Any:
    """Pseudonyms of a column (Arrow); each distinct value is hashed once."""
    import pyarrow as pa
    import pyarrow.compute as pc

    encoded = pc.dictionary_encode(column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column)
    names = pa.array([pseudonym(text, key) for text in encoded.dictionary.to_pylist()], pa.string())
    return pc.take(names, encoded.indices)
