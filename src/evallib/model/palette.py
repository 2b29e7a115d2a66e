"""The palette (配色与字体): every colour and font of charts, pages and workbooks, named by what it is for.

A page's style sheet gets them as variables (`css_variables`), a workbook and a chart by name. Colours differ also in
grey print; text on them has a contrast of at least 4.5.
"""

from __future__ import annotations

INK, SOFT, LINE, GRID, PAPER, WASH = "#1c2733", "#56636f", "#d9dfe5", "#e3e8ed", "#ffffff", "#f4f6f8"
ACCENT, ACCENT_SOFT = "#1f5a8c", "#e7eff6"
GOOD, WARN, BAD = "#2c7a5b", "#a8650b", "#b3372f"
WARN_SOFT, BAD_SOFT, GOOD_SOFT = "#fdf4e3", "#fbeceb", "#e3f4e4"
SECOND, GREY = "#d98324", "#aab4be"  # beside the accent in a chart: what is apart, what is muted
SERIES = (ACCENT, SECOND, GOOD, "#7d5ba6", "#5ba3c9", "#8c6d46")
LEVELS = (ACCENT, "#6fa3c8", "#c9ced3", "#e5a05a", BAD)  # from the best answer to the worst
LIGHT_LEVELS = frozenset(LEVELS[1:4])  # white cannot be read on these

#: Fills of a workbook's cells: headers, sums, what a person fills in, notes of a machine.
HEAD_FILL, TOTAL_FILL, SUBTOTAL_FILL, INPUT_FILL = "#e7eff6", "#e3e9ef", "#f2f4f6", "#fff8e1"
PROBLEM_FILLS = {"error": "#f4b6b1", "warning": "#fbe0a8", "note": "#d6e6f5"}
PALE = "#999999"

SANS = '"Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "Noto Sans SC", sans-serif'
SONG = "宋体"  # what printed workbooks and 公文 use


def css_variables() -> str:
    """The ``:root`` rule of a style sheet.

    >>> css_variables().splitlines()[1].strip()
    '--ink: #1c2733;'
    """
    named = {
        "ink": INK, "soft": SOFT, "line": LINE, "paper": PAPER, "wash": WASH, "accent": ACCENT,
        "accent-soft": ACCENT_SOFT, "good": GOOD, "warn": WARN, "bad": BAD, "warn-soft": WARN_SOFT,
        "bad-soft": BAD_SOFT, "good-soft": GOOD_SOFT, "sans": SANS,
    }  # fmt: skip
    return ":root {\n" + "".join(f"  --{name}: {value};\n" for name, value in named.items()) + "}\n"
