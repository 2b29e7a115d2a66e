"""The way of an evaluator's table, there and back, over generated tables: nothing is lost, nothing goes to another row."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from evallib.parsing import compile_rule, score
from evallib.scoring import (
    CHOICE,
    REWRITTEN,
    Entry,
    ImportJob,
    export_framework,
    import_framework,
    load_framework,
    read_evaluator_table,
    read_review,
    run_import,
    score_indicator,
    write_review,
)

#: state, standard, a value; weights are whole points, so that all of these fit any of them.
STANDARDS = (
    ("green", "完成率达到100%得满分，每低1个百分点扣0.2分，扣完为止", "97%"),
    ("green", "每发现一处不规范扣0.5分，\n扣完为止", "2处"),
    ("green", "台账健全得满分，否则不得分", "是"),
    ("green", "≥90%得满分；80%（含）-90%得一半分值；80%以下不得分", ""),
    ("amber", "办结率95%得满分，每下降1%扣0.3分", "92%"),
    ("amber", "覆盖率100%得满分，每低5个百分点扣0.5分", "88%"),
    ("red", "参照区级办法第3条另行折算，基数40，系数0.7分", ""),
    ("judged", "根据工作开展情况综合评定", ""),
)
WORDS = [
    "项目立项",
    "资金管理",
    "组织实施",
    "队伍建设",
    "案件处置",
    "设备运维",
    "群众满意",
    "档案管理",
    "信息公开",
    "应急值守",
    "长效机制",
    "成本控制",
]
PLAIN_WORDS = "每发现一处问题扣0.5分，扣完为止"


@dataclass
class Leaf:
    """What one row of a generated table says."""

    path: tuple[str, str, str]
    weight: int
    state: str
    standard: str
    value: str


@st.composite
def tables(draw):
    """A tree of two levels above the indicators, with weights that add up to 100."""
    leaves = []
    sizes = draw(st.lists(st.integers(1, 3), min_size=2, max_size=4))
    count = sum(sizes) + draw(st.integers(0, 4))
    weights = [100 // count] * count
    weights[0] += 100 - sum(weights)
    rest = iter(weights)
    extra = count - sum(sizes)
    for top, size in enumerate(sizes):
        for second in range(size):
            here = 1 + (extra if (top, second) == (0, 0) else 0)
            for third in range(here):
                state, standard, value = draw(st.sampled_from(STANDARDS))
                names = tuple(f"{draw(st.sampled_from(WORDS))}{top}{second}{third}"[: 4 + level] for level in (1, 2, 3))
                leaves.append(
                    Leaf(
                        (f"一级{top}", f"二级{top}{second}", names[2] + f"第{third}项"),
                        next(rest),
                        state,
                        standard,
                        value,
                    )
                )
    return leaves


def rows_of(leaves, *, with_values, repeated):
    """Rows as printed: a parent's name and weight on its first row only, or on all."""
    rows, seen = [], set()
    for leaf in leaves:
        cells = []
        for level in (0, 1):
            key = leaf.path[: level + 1]
            total = sum(one.weight for one in leaves if one.path[: level + 1] == key)
            first = key not in seen
            seen.add(key)
            cells += [leaf.path[level], total] if first or repeated else ["", ""]
        cells += [leaf.path[2], leaf.weight, leaf.standard]
        rows.append(cells + ([leaf.value, ""] if with_values else []))
    return rows


def write(path, leaves, *, with_values, layout):
    """The table as a workbook (blank, repeated or merged parents) or as a Word document."""
    head = ["一级指标", "权重", "二级指标", "权重", "三级指标", "分值", "评分标准"] + (
        ["业绩值", "得分"] if with_values else []
    )
    rows = rows_of(leaves, with_values=with_values, repeated=layout == "repeated")
    if path.suffix == ".docx":
        import docx

        document = docx.Document()
        table = document.add_table(rows=0, cols=len(head))
        for row in [head, *rows]:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = str(text)
        document.save(str(path))
        return path
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [head, *rows]:
        sheet.append([None if cell == "" else cell for cell in row])
    if layout == "merged":
        for level in (0, 1):
            keys = [leaf.path[: level + 1] for leaf in leaves]
            for key in dict.fromkeys(keys):
                first, last = keys.index(key) + 2, len(keys) - keys[::-1].index(key) + 1
                for column in (2 * level + 1, 2 * level + 2):
                    if last > first:
                        sheet.merge_cells(start_row=first, end_row=last, start_column=column, end_column=column)
    book.save(path)
    return path


def decide(path, leaves, data):
    """Fill the review sheet as a person would: a reading for each amber row, plain words for each red one."""
    book = openpyxl.load_workbook(path)
    sheet = book["核对表"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    chosen = {}
    for row, leaf in enumerate(leaves, start=2):
        assert sheet.cell(row, columns["指标"]).value == leaf.path[2]
        if leaf.state == "amber":
            options = str(sheet.cell(row, columns["各种读法"]).value).splitlines()
            pick = data.draw(st.integers(1, len(options)))
            sheet.cell(row, columns[CHOICE], str(pick))
            chosen[leaf.path[2]] = options[pick - 1].split("：", 1)[1]
        if leaf.state == "red":
            sheet.cell(row, columns[REWRITTEN], PLAIN_WORDS)
    book.save(path)
    return chosen


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
@settings(
    max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, phases=[Phase.generate]
)
@given(leaves=tables(), data=st.data())
def test_a_table_goes_through_review_and_comes_back_without_loss(suffix, leaves, data):
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        layout = data.draw(st.sampled_from(["blank", "repeated", "merged"]))
        path = write(home / f"t{suffix}", leaves, with_values=data.draw(st.booleans()), layout=layout)
        first = read_evaluator_table(path)
        assert [(read.row.name, read.state) for read in first.indicators] == [
            (leaf.path[2], leaf.state) for leaf in leaves
        ]
        kept = [(node.name, node.weight) for node in first.framework.leaves]
        assert kept == [(leaf.path[2], Decimal(leaf.weight)) for leaf in leaves]
        parents = [tuple(node.name for node in first.framework.path(leaf.code)) for leaf in first.framework.leaves]
        assert parents == [leaf.path for leaf in leaves]
        review = write_review(first, home / "review.xlsx")
        assert (read_review(review).choices, read_review(review).rewritten) == ({}, {})
        chosen = decide(review, leaves, data)
        result = run_import(ImportJob(path, home / "f.yaml", home / "again.xlsx", review))
        assert result.left == 0
        for leaf, node in zip(leaves, result.framework.leaves, strict=True):
            assert node.rule_text.split() == (PLAIN_WORDS if leaf.state == "red" else leaf.standard).split()
            assert node.rule.kind == ("judgement" if leaf.state == "judged" else "printed")
            if leaf.state == "amber":
                told = {r.choice: r.told for r in compile_rule(leaf.standard, leaf.weight).readings}
                assert told[node.rule.choice] == chosen[leaf.path[2]]
            if leaf.value and leaf.state != "judged":
                want = score(node.rule.reading, leaf.value, leaf.weight).score
                got = score_indicator(result.framework, node, Entry.of(leaf.value)).score
                assert abs(got - Decimal(want.numerator) / Decimal(want.denominator)) <= Decimal("0.005")
        whole = result.framework.model_dump()
        assert load_framework(home / "f.yaml").model_dump() == whole
        assert import_framework(export_framework(result.framework, home / "e.xlsx")).model_dump() == whole
        third = run_import(ImportJob(path, home / "f.yaml", home / "third.xlsx", home / "again.xlsx"))
        assert third.framework.model_dump() == whole  # the sheet written after the review carries all that was decided


def test_a_decision_stays_with_its_row_and_its_text(tmp_path):
    leaves = [
        Leaf(("决策", "立项", "办结率"), 60, "amber", "办结率95%得满分，每下降1%扣0.3分", ""),
        Leaf(("决策", "立项", "覆盖率"), 40, "amber", "覆盖率90%得满分，每下降1%扣0.2分", ""),
    ]
    review = write_review(
        read_evaluator_table(write(tmp_path / "t.xlsx", leaves, with_values=False, layout="blank")), tmp_path / "r.xlsx"
    )
    book = openpyxl.load_workbook(review)
    columns = {cell.value: cell.column for cell in book["核对表"][1]}
    book["核对表"].cell(2, columns[CHOICE], "2")
    book.save(review)
    turned = read_evaluator_table(
        write(tmp_path / "t.xlsx", leaves[::-1], with_values=False, layout="blank"), read_review(review)
    )
    assert [read.state for read in turned.indicators] == ["amber", "amber"]
    assert "另一行或改动前" in turned.indicators[0].question
    leaves[0].standard = "办结率95%得满分，每下降1%扣0.6分"
    changed = read_evaluator_table(
        write(tmp_path / "t.xlsx", leaves, with_values=False, layout="blank"), read_review(review)
    )
    assert changed.indicators[0].state == "amber"
