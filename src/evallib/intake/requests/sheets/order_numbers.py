"""Order numbers of a column (编号列): each number as it was meant, and which of them are in doubt."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from evallib.intake.requests.sheets.column_roles import IDENTIFIER
from evallib.intake.requests.sheets.sheet_reading import Mask, SheetReading
from evallib.parsing.orders.order_ids import DOUBTS, lost_digits, read_order_id

#: Numbers that look at all like something a spreadsheet did to a number.
ODD = r"^[=＝'‘’`]|\.0+$|[Ee]\+?\d{1,2}$|^＃"
SAMPLE = 2000
SCIENTIFIC_ADVICE = (
    "请在原系统重新导出，并把编号列按文本打开保存；如确认每行就是一件工单，可在 mapping.yaml 写 key: row"
)


@dataclass(frozen=True)
class Numbers:
    """Numbers of the rows below a header; `doubtful` are those that do not tell one order from another."""

    texts: pa.Array
    doubtful: Mask
    is_lost: bool = False


def read_numbers(sheet: SheetReading, text: pa.Array, orders: Mask) -> Numbers:
    """Read the column of order numbers; `orders` are the rows that are orders.

    Returns:
        The numbers; `is_lost` where the whole column went into powers of ten, so that no order can be told at all.
    """
    wide = pc.fill_null(pc.match_substring_regex(text, r"[^\x00-\x7F]"), False)
    if pc.any(wide).as_py():
        # Ｐ１２ is P12: what a person types in full width is the same number.
        plain = [unicodedata.normalize("NFKC", value).strip() or None for value in text.filter(wide).to_pylist()]
        text = pc.replace_with_mask(text, wide, pa.array(plain, pa.string()))
    odd = np.asarray(pc.fill_null(pc.match_substring_regex(text, ODD), False))
    scientific = np.zeros(len(text), dtype=bool)
    if odd.any():
        places = np.flatnonzero(odd)
        read = [read_order_id(value) for value in text.filter(pa.array(odd)).to_pylist()]
        text = pc.replace_with_mask(text, pa.array(odd), pa.array([item.text or None for item in read], pa.string()))
        scientific[places] = [item.doubt == "scientific" for item in read]
    present = np.asarray(pc.is_valid(text))
    nameless = _no_numbers(text, orders)
    sheet.doubt(
        nameless,
        IDENTIFIER,
        "intake.no_number",
        "不是编号（没有数字，又写了多次），按行计件",
        text,
        expected="各不相同的编号",
        advice="请补填编号",
    )
    is_lost = bool(scientific.any()) and bool((scientific | ~present).all())
    doubtful = scientific | nameless
    if not is_lost and lost_digits(_sample(text)):
        long = np.asarray(pc.fill_null(pc.and_(pc.utf8_is_digit(text), pc.greater(pc.utf8_length(text), 15)), False))
        sheet.doubt(
            long,
            IDENTIFIER,
            "intake.digits_lost",
            DOUBTS["digits_lost"] + "，按行计件",
            text,
            advice="请把编号列设为文本格式后，从原系统重新导出",
        )
        doubtful |= long
    return Numbers(text, doubtful, is_lost)


def _no_numbers(text: pa.Array, orders: Mask) -> Mask:
    """Words without a digit that stand in several rows (无, -, 见附件): they tell no order from another."""
    rows: Mask = np.zeros(len(text), dtype=bool)
    places = np.flatnonzero(orders & ~np.asarray(pc.fill_null(pc.match_substring_regex(text, r"\d"), True)))
    if len(places):
        words = text.take(pa.array(places))
        counts = words.value_counts()
        again = counts.field("values").filter(pc.greater(counts.field("counts"), 1))
        rows[places] = np.asarray(pc.is_in(words, again))
    return rows


def doubt_scientific(sheet: SheetReading, numbers: Numbers, text: pa.Array, rows: Mask) -> None:
    """Say which numbers are powers of ten; the orders of a column that holds nothing else stay out until asked for."""
    if numbers.is_lost:
        sheet.leave_out(
            rows,
            IDENTIFIER,
            "intake.scientific_ids",
            "整列" + DOUBTS["scientific"] + "，无法辨认工单，该行未计入",
            text,
            expected="完整的编号",
            advice=SCIENTIFIC_ADVICE,
        )
        return
    scientific = numbers.doubtful & np.asarray(pc.fill_null(pc.match_substring_regex(text, r"[Ee]\+?\d{1,2}$"), False))
    sheet.doubt(
        scientific & rows,
        IDENTIFIER,
        "intake.scientific_id",
        DOUBTS["scientific"] + "，按行计件",
        text,
        expected="完整的编号",
        advice=SCIENTIFIC_ADVICE,
    )


def _sample(text: pa.Array) -> list[str]:
    long = text.filter(pc.fill_null(pc.greater(pc.utf8_length(text), 15), False))
    sample: list[str] = long.slice(0, SAMPLE).to_pylist()
    return sample
