"""Wrapped lines of borderless tables: what narrow cells could not hold belongs to its row, what looks alike does not."""

from __future__ import annotations

import pytest

from evallib.intake import line_blocks

#: Where the columns begin, and how wide a character is.
LEFTS, WIDTH = (0.0, 60.0, 120.0, 180.0), 14.0
FULL = 3  # characters that a cell of 60 points holds between its margins


def lines(*rows):
    """Lines with their parts from (page, top, texts); "" leaves a column empty."""
    found = []
    for page, top, texts in rows:
        parts = [
            (left, left + (WIDTH if ord(text[0]) > 256 else WIDTH / 2) * len(text), text)
            for left, text in zip(LEFTS, texts, strict=False)
            if text
        ]
        found.append(({"top": top, "bottom": top + 15, "page": page, "text": "".join(texts)}, parts))
    return found


def tables(*rows):
    return [block[1] for block in line_blocks(lines(*rows)) if isinstance(block, tuple)]


HEAD = [(1, 0, ("部门", "派单数", "办结数", "办结率")), (1, 25, ("", "(件)", "(件)", ""))]
READ = ["部门", "派单数(件)", "办结数(件)", "办结率"]


@pytest.mark.parametrize(
    ("rows", "read"),
    [
        pytest.param(
            [(1, 59, ("综合执", "80", "72", "90%")), (1, 84, ("法队",)), (1, 118, ("合计", "80", "72", "90%"))],
            [["综合执法队", "80", "72", "90%"], ["合计", "80", "72", "90%"]],
            id="a first cell",
        ),
        pytest.param(
            [(1, 59, ("综合执", "80", "72", "90%")), (1, 84, ("法大队",)), (1, 109, ("一分",)), (1, 134, ("队",)),
             (1, 168, ("合计", "80", "72", "90%"))],
            [["综合执法大队一分队", "80", "72", "90%"], ["合计", "80", "72", "90%"]],
            id="a first cell of four lines",
        ),
        pytest.param(
            [(1, 59, ("综合执", "80", "72", "90%")), (1, 84, ("法队",)), (2, 0, ("平安办", "80", "72", "90%"))],
            [["综合执法队", "80", "72", "90%"], ["平安办", "80", "72", "90%"]],
            id="the last line of a page",
        ),
        pytest.param(
            [(1, 59, ("综合执", "80", "72", "90%")), (1, 84, ("法大队",)), (2, 0, ("一队",)),
             (2, 34, ("平安办", "80", "72", "90%"))],
            [["综合执法大队一队", "80", "72", "90%"], ["平安办", "80", "72", "90%"]],
            id="a cell over two pages",
        ),
        pytest.param(
            [(1, 59, ("产出", "数量", "≥95", "10")), (1, 84, ("指标", "指标", "%", "")),
             (1, 118, ("产出", "质量", "≥80", "12")), (1, 143, ("指标", "指标", "%", "")),
             (1, 177, ("合计", "", "", "22"))],
            [["产出指标", "数量指标", "≥95%", "10"], ["产出指标", "质量指标", "≥80%", "12"], ["合计", "", "", "22"]],
            id="many cells of a row",
        ),
        pytest.param(
            [(1, 59, ("收入", "80", "72", "90%")), (1, 93, ("其中",)), (1, 127, ("捐赠", "80", "72", "90%"))],
            [],
            id="a label of its own, as far off as rows are",
        ),
        pytest.param(
            [(1, 59, ("收入", "80", "72", "90%")), (1, 93, ("捐赠", "80", "72", "90%")), (2, 0, ("支出",)),
             (2, 34, ("人员", "80", "72", "90%"))],
            [["收入", "80", "72", "90%"], ["捐赠", "80", "72", "90%"]],
            id="a label on the next page below a cell with room",
        ),
        pytest.param(
            [(1, 59, ("综合执", "平安办", "72", "90%")), (1, 84, ("未派", "未派", "—", "")),
             (1, 109, ("规划建", "水务所", "72", "90%")), (1, 134, ("合计", "", "144", "90%"))],
            [["综合执", "平安办", "72", "90%"], ["未派", "未派", "—", ""], ["规划建", "水务所", "72", "90%"],
             ["合计", "", "144", "90%"]],
            id="a row of words as near as the next row",
        ),
    ],
)  # fmt: skip
def test_what_a_narrow_cell_could_not_hold_belongs_to_its_row(rows, read):
    assert tables(*HEAD, *rows) == ([[READ, *read]] if read else [])
