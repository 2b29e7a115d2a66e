from __future__ import annotations

import re
from pathlib import Path

import pyarrow as pa
import pytest

from evallib.privacy import KINDS, load_key, pseudonym, pseudonymise


def test_pseudonyms_hold_as_long_as_the_key(tmp_path: Path) -> None:
    key = load_key(tmp_path / "clean" / ".pseudonym_key")
    assert load_key(tmp_path / "clean" / ".pseudonym_key") == key and len(key) == 32
    assert (tmp_path / "clean" / ".pseudonym_key").stat().st_mode & 0o077 == 0
    names = pseudonymise(pa.chunked_array([["13812345678", None], ["138 1234 5678"]]), key).to_pylist()
    assert names[0] == names[2] == pseudonym("13812345678", key) and names[1] is None
    assert pseudonym("13812345678", b"another") != names[0]


@pytest.mark.slow
def test_no_pseudonym_looks_like_personal_data() -> None:
    """Digits in them once made one in 5,000 look like a mobile number, and a whole table stay out at random."""
    numbers = pa.array([str(13_800_000_000 + number) for number in range(200_000)])
    names = pseudonymise(numbers, b"k").to_pylist()
    assert len(set(names)) == len(names)
    joined = " ".join(names)
    assert [kind.label for kind in KINDS if list(kind.find(joined))] == []
    assert not re.search(r"\d", joined)
