"""Refusing (不予读取): whatever a native reader stumbles over becomes one message."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from evallib.intake.files.guarding.limits import refused
from evallib.model.problems import EvallibError


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Whatever the reader stumbles over becomes one message, a panic of its native code included."""
    import python_calamine

    try:
        yield
    except python_calamine.PasswordError:
        raise refused(
            path, "intake.password", "工作簿有密码保护，无法读取", "请另存为没有密码的文件后重新提交"
        ) from None
    except (EvallibError, MemoryError):
        raise
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        advice = "文件可能损坏或改过扩展名，请用 Excel 或 WPS 打开后另存为 .xlsx"
        raise refused(path, "intake.not_a_workbook", "无法作为电子表格打开", advice, str(error)[:80]) from None
