"""Masked columns (列的遮盖): personal data out of whole Arrow columns, once per distinct value.

Half a million cases repeat a few thousand words; only texts that may hold something personal are looked at closely.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evallib.privacy.kinds.addresses import keep_door
from evallib.privacy.kinds.papers import check_character
from evallib.privacy.masking import masked, may_identify
from evallib.privacy.pseudonyms import pseudonym

if TYPE_CHECKING:
    import pyarrow as pa

#: Identity card (身份证号) first: its digits contain what looks like a phone number.
PLAIN = (
    ("身份证号", r"\b[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]\b", "******"),
    ("手机号码", r"\b(1[3-9]\d)[- ]?\d{4}[- ]?(\d{4})\b", r"\1****\2"),
    ("固定电话", r"\b(0\d{2,3}-)\d{7,8}\b", r"\1****"),
)
#: In a name of a thing nothing but a number of a person can be personal: three digits, a full stop of an e-mail, a
#: plate.
MAY_BE_NUMBER = r"\p{Nd}{3}|\p{Nd}\x{FE0F}?\x{20E3}|[@＠]|[A-ZＡ-Ｚ]"
#: Case numbers are long numbers themselves: only a mobile or an identity card that is the whole of it is certain.
WHOLE_MOBILE = r"^(?:(?:\+|00)?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}$"
WHOLE_CARD = r"^[1-9]\d{16}[\dXx]$"
NOT_ASCII = r"[^\x00-\x7F]"


@dataclass(frozen=True)
class MaskedColumn:
    """Masked values, which of them are no longer what was written (none: None), and the kinds that were found."""

    values: pa.Array
    changed: pa.Array | None = None
    kinds: tuple[str, ...] = ()


def mask_free_text(column: Any) -> MaskedColumn:
    """Take what identifies a person out of free texts (诉求内容); see `evallib.privacy.masking`.

    >>> import pyarrow as pa
    >>> mask_free_text(pa.array(["请回电13812345678", "证件310112199001011234"])).values.to_pylist()
    ['请回电138****5678', '证件******']
    """
    import pyarrow.compute as pc

    # RE2 knows no Chinese word character, so that \b stands between a Chinese character and a digit.
    encoded, kinds = pc.dictionary_encode(_flat(column)), []
    values = encoded.dictionary
    for label, pattern, mask in PLAIN:
        masked = pc.replace_substring_regex(values, pattern, mask)
        kinds += [label] if not masked.equals(values) else []
        values = masked
    closely = _by_distinct(values, may_identify(), _told)
    if not kinds and closely.changed is None:
        return MaskedColumn(_flat(column))
    return _compared(column, pc.take(closely.values, encoded.indices), (*kinds, *closely.kinds))


def mask_labels(column: Any) -> MaskedColumn:
    """Take numbers of persons out of names of things (来源, 主责部门 …); words in them stay.

    >>> import pyarrow as pa
    >>> masked = mask_labels(pa.array(["热线", "热线13812345678", None]))
    >>> masked.values.to_pylist(), masked.changed.to_pylist(), masked.kinds
    (['热线', '热线138****5678', None], [False, True, False], ('手机号码',))
    """
    return _by_distinct(column, MAY_BE_NUMBER, lambda text: _told(text, False))


def mask_addresses(column: Any) -> MaskedColumn:
    """Keep addresses down to the door number (弄/号); what follows is nobody's business.

    >>> import pyarrow as pa
    >>> mask_addresses(pa.array(["某路12弄3号402室"])).values.to_pylist()
    ['某路12弄3号']
    """
    return _by_distinct(column, ".", keep_door)


def mask_request_numbers(column: Any, key: bytes) -> MaskedColumn:
    """Replace case numbers (工单编号) that are a phone or identity card number by pseudonyms, to stay distinct.

    >>> import pyarrow as pa
    >>> masked = mask_request_numbers(pa.array(["S20231381234567801", "13812345678", "110105194912310021"]), b"k")
    >>> masked.changed.to_pylist(), masked.values[0].as_py()
    ([False, True, False], 'S20231381234567801')
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    column = _flat(column)
    doubtful = pc.fill_null(pc.match_substring_regex(column, f"{WHOLE_MOBILE}|{WHOLE_CARD}|{NOT_ASCII}"), False)
    if not pc.any(doubtful).as_py():
        return MaskedColumn(column)
    kinds: list[str] = []
    new = []
    # One in eleven running numbers of 18 digits passes a check by chance: a column of cards passes as a whole.
    long = set(column.filter(pc.fill_null(pc.match_substring_regex(column, WHOLE_CARD), False)).to_pylist())
    are_cards = 2 * sum(map(_is_card, long)) >= len(long)
    for text in column.filter(doubtful).to_pylist():
        new_text, found = _told(text, False)
        certain = new_text != text and (are_cards and _is_card(text) if text in long else True)
        kinds += found if certain else ()
        new.append(pseudonym(text, key) if certain else text)
    values = pc.replace_with_mask(column, doubtful, pa.array(new, pa.string()))
    return _compared(column, values, tuple(kinds))


def _told(text: str, free_text: bool = True) -> tuple[str, tuple[str, ...]]:
    known = masked(text, free_text)
    return known.text, known.kinds


def _is_card(text: str) -> bool:
    """Whether the last digit of an identity card number is the one that its first 17 demand (GB 11643)."""
    return len(text) == 18 and text[:17].isdigit() and check_character(text[:17]) == text[17].upper()


def _by_distinct(column: Any, doubtful: str, mask: Callable[[str], tuple[str, tuple[str, ...]]]) -> MaskedColumn:
    import pyarrow as pa
    import pyarrow.compute as pc

    encoded = pc.dictionary_encode(_flat(column))
    words = encoded.dictionary
    look = pc.match_substring_regex(words, doubtful)
    asked = words.filter(look).to_pylist()
    told = [mask(text) for text in asked]
    if all(masked == text for text, (masked, _) in zip(asked, told, strict=True)):
        return MaskedColumn(_flat(column))
    masked = pc.replace_with_mask(words, look, pa.array([text for text, _ in told], pa.string()))
    changed = pc.fill_null(pc.take(pc.not_equal(words, masked), encoded.indices), False)
    kinds = tuple(dict.fromkeys(kind for _, found in told for kind in found))
    return MaskedColumn(pc.take(masked, encoded.indices), changed, kinds)


def _compared(column: Any, values: pa.Array, kinds: tuple[str, ...]) -> MaskedColumn:
    import pyarrow.compute as pc

    changed = pc.fill_null(pc.not_equal(_flat(column), values), False)
    return MaskedColumn(values, changed if pc.any(changed).as_py() else None, tuple(dict.fromkeys(kinds)))


def _flat(column: Any) -> Any:
    import pyarrow as pa

    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
