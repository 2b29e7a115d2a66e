"""Units (单位) as they are published: unit.yaml is written by people, and so may hold their numbers."""

from __future__ import annotations

from evallib.model.problems import Problem
from evallib.model.workspace.unit_info import UnitInfo
from evallib.privacy import mask_label, personal_kinds


def mask_unit(info: UnitInfo) -> UnitInfo:
    """A unit's description without personal data; whatever leaves the workspace uses this one.

    >>> mask_unit(UnitInfo(name="某镇", supervisor="李四 13812345678")).supervisor
    '某某 138****5678'
    """
    return info.model_copy(update={name: _masked(value) for name, value in info if isinstance(value, str | tuple)})


def unit_data_problems(info: UnitInfo) -> list[Problem]:
    """An error for every field that holds personal data: which field and what kind, not the data.

    >>> [problem.message for problem in unit_data_problems(UnitInfo(name="某镇", agencies=("城建 13812345678",)))]
    ['unit.yaml 的“agencies”中有手机号码']
    """
    problems = []
    for name, value in info:
        texts = [value] if isinstance(value, str) else value if isinstance(value, tuple) else []
        kinds = dict.fromkeys(kind for text in texts for kind in personal_kinds(text, False))
        if kinds:
            problems.append(
                Problem(
                    "unit.personal_data",
                    f"unit.yaml 的“{name}”中有{'、'.join(kinds)}",
                    file="unit.yaml",
                    advice="请删去个人信息；页面上已遮盖",
                )
            )
    return problems


def _masked(value: str | tuple[str, ...]) -> str | tuple[str, ...]:
    return mask_label(value) if isinstance(value, str) else tuple(mask_label(text) for text in value)
