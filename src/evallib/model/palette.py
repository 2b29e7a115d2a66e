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
LEVELS = ("#cfd7de", "#b4bfc9", "#98a5b1", "#6594bb", ACCENT)  # from the best answer to the worst, which is the message
LIGHT_LEVELS = frozenset(LEVELS[:4])  # white cannot be read on these

#: Fills of a workbook's cells: headers, sums, what a person fills in, notes of a machine.
HEAD_FILL, TOTAL_FILL, SUBTOTAL_FILL, INPUT_FILL = "#e7eff6", "#e3e9ef", "#f2f4f6", "#fff8e1"
PROBLEM_FILLS = {"error": "#f4b6b1", "warning": "#fbe0a8", "note": "#d6e6f5"}
PALE = "#999999"

SANS = '"Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "Noto Sans SC", sans-serif'
SONG = "宋体"  # what printed workbooks and 公文 use


#: What a page has besides: the line under a head, marks of figures, and what asks for action.
RULE, ACT, BAND, MUTE = "#17212b", "#b3261e", "#6594bb", "#87939e"
FILLS = {"m1": "#cfd7de", "m2": "#b4bfc9", "m3": "#98a5b1"}  # muted areas, the lightest first
#: The same names on a dark screen; text keeps a contrast of at least 4.5.
DARK = {
    "ink": "#e8edf2", "soft": "#a6b3bf", "line": "#2c3742", "paper": "#11171d", "wash": "#0b1015", "accent": "#7fbce6",
    "accent-soft": "#1b3243", "good": "#7fc8a3", "warn": "#e3b25f", "bad": "#ff9186", "warn-soft": "#33290f",
    "bad-soft": "#3a1f1c", "good-soft": "#17322a", "second": "#e5a05a", "rule": "#8fa0af", "act": "#ff9186",
    "band": "#4a7ca1", "mute": "#74828f", "m1": "#36424e", "m2": "#4a5865", "m3": "#62717f",
}  # fmt: skip


def css_variables() -> str:
    """The ``:root`` rules of a style sheet: light, and dark where the reader's screen is dark (never on paper).

    >>> css_variables().splitlines()[1].strip()
    '--ink: #1c2733;'
    """
    named = {
        "ink": INK,
        "soft": SOFT,
        "line": LINE,
        "paper": PAPER,
        "wash": WASH,
        "accent": ACCENT,
        "accent-soft": ACCENT_SOFT,
        "good": GOOD,
        "warn": WARN,
        "bad": BAD,
        "warn-soft": WARN_SOFT,
        "bad-soft": BAD_SOFT,
        "good-soft": GOOD_SOFT,
        "second": SECOND,
        "rule": RULE,
        "act": ACT,
        "band": BAND,
        "mute": MUTE,
        **FILLS,
        "sans": SANS,
    }
    light = "".join(f"  --{name}: {value};\n" for name, value in named.items())
    dark = "".join(f"--{name}:{value};" for name, value in DARK.items())
    return (
        f":root {{\n{light}}}\n@media screen and (prefers-color-scheme: dark) {{ "
        f":root {{ color-scheme: dark; {dark} }} }}\n"
    )
