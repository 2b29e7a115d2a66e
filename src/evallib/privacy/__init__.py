"""Privacy (脱敏): masking of personal data. The other rooms call these few functions and nothing else of the masking.

Texts are masked where they enter a table, a message or a page; whatever is made of masked texts needs no second call.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import count

from evallib.model import patterns
from evallib.model.lazy_names import lazy_names
from evallib.privacy.masking import FIGURE, masked


def mask_text(text: str, free_text: bool = True) -> str:
    """A text without personal data.

    Args:
        text: any text; full-width forms count as plain ones, and signs that nobody sees do not count.
        free_text: False for labels and names of files, see `mask_label`.

    >>> mask_text("市民王小明来电13812345678，家住某路12弄3号402室")
    '市民某某来电138****5678，家住某路**弄**号**室'
    >>> mask_text("依据财预〔2020〕10号，金额 13,812,345,678 元")
    '依据财预〔2020〕10号，金额 13,812,345,678 元'
    """
    return text if FIGURE.match(text) else masked(text, free_text).text


def mask_label(text: str) -> str:
    """A name of a thing (project, task, sheet, file) without personal data: forms of address and houses stay.

    >>> mask_label("王老师课堂 13912345678"), mask_label("幸福路88号综合楼")
    ('王老师课堂 139****5678', '幸福路88号综合楼')
    """
    return masked(text, False).text


def personal_kinds(text: str, free_text: bool = True) -> tuple[str, ...]:
    """The kinds of personal data that a text holds.

    >>> personal_kinds("市民王小明来电13812345678，家住某路12弄3号402室")
    ('手机号码', '姓名', '门牌室号')
    """
    return masked(text, free_text).kinds


def mask_file_name(name: str) -> str:
    """A name that a file of ours may take after one that was handed in, on any system.

    >>> mask_file_name("工单13812345678.xlsx")
    '工单138____5678.xlsx'
    """
    return patterns.sub(r'[*"<>|?:\\/\x00-\x1f]', "_", mask_label(name))


def unique_name(name: str, taken: Collection[str]) -> str:
    """The name, or the name with a number: two names may be the same once they are masked.

    >>> unique_name("报告138****5678.docx", ["报告138****5678.docx"])
    '报告138****5678（2）.docx'
    """
    stem, dot, suffix = name.rpartition(".")
    tries = (f"{stem}（{number}）{dot}{suffix}" if dot else f"{name}（{number}）" for number in count(2))
    return name if name not in taken else next(other for other in tries if other not in taken)


#: Module → names that the room offers from it: a file can move without a user of the room noticing.
_NAMES = {
    "columns": "mask_addresses mask_free_text mask_labels mask_request_numbers",
    "masking": "KINDS masked may_identify",
    "kinds.papers": "check_character",
    "linked_counts": "hide_linked",
    "person_columns": "is_person_header",
    "pseudonyms": "load_key pseudonym pseudonymise",
    "suppression": "MERGED merge_groups small_groups suppress_small_cells",
    "units": "mask_unit",
}
__all__, __getattr__, __dir__ = lazy_names(
    __name__, _NAMES, ["mask_file_name", "mask_label", "mask_text", "personal_kinds", "unique_name"]
)
