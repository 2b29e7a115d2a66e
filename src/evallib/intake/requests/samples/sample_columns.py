"""Columns of synthetic cases (合成工单的列): words, times, numbers, addresses and callers as Arrow arrays."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from evallib.intake.requests.sheets.field_values import STAMP
from evallib.intake.requests.sheets.sheet_reading import Mask
from evallib.model.samples import SamplePlan

Ints = npt.NDArray[np.int64]


def power_law(pool: int, rows: int, rng: np.random.Generator) -> Ints:
    """Which of a pool each row uses: most of them once or twice, a few many times."""
    # Inverse of a power law between 0 and `pool`: most are used once or twice, a few many times.
    return (pool * rng.random(rows) ** 1.9).astype(np.int64)


def word_column(codes: Ints, words: list[str]) -> pa.DictionaryArray:
    """Codes as words; −1 is missing."""
    index = pa.array(codes.astype(np.int16), mask=codes < 0)
    return pa.DictionaryArray.from_arrays(index, pa.array(words, pa.string()))


def stamp_column(seconds: Ints, present: Mask | None = None) -> pa.Array:
    """Seconds since 1970 as timestamps, missing where not present."""
    mask = None if present is None else ~present
    return pa.array(seconds.astype("datetime64[s]").astype("datetime64[us]"), STAMP, mask=mask)


def number_column(year: int, first: int, rows: int) -> pa.Array:
    """Numbers of orders, in sequence."""
    import pyarrow.compute as pc

    digits = pc.utf8_lpad(pc.cast(pa.array(np.arange(first + 1, first + rows + 1)), pa.string()), 9, "0")
    return pc.binary_join_element_wise(pa.scalar(f"HC{year}"), digits, "")


def address_column(community: Ints, place: Ints, plan: SamplePlan) -> pa.DictionaryArray:
    """Addresses within communities."""
    lanes = [
        f"{name}{lane}弄{number}号" for name in plan.communities for lane in range(1, 41) for number in range(1, 26)
    ]
    per_community = 40 * 25
    return pa.DictionaryArray.from_arrays(
        pa.array((community * per_community + place % per_community).astype(np.int32)), pa.array(lanes, pa.string())
    )


def caller_column(caller: Ints, hotline: Mask) -> pa.Array:
    """Telephone numbers of hotline callers; no real one begins with 000."""
    import pyarrow.compute as pc

    # No telephone number begins with 000.
    tail = pc.utf8_lpad(pc.cast(pa.array(caller), pa.string()), 8, "0")
    return pc.if_else(pa.array(hotline), pc.binary_join_element_wise("000", tail, ""), pa.scalar(None, pa.string()))
