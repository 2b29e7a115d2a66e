"""Mapping of columns (表头对照): what each column of a file is taken for, and confirming it once, in a notebook.

``m = ev.map_columns("data/raw/pujin/2023/预算.xlsx")`` shows the proposals; ``m.form()`` is a form with a list to
choose from per open column and a button; ``m.confirm({"本期实付": "执行金额"})`` does the same in one line.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from evallib.intake.requests.exports import find_mapping
from evallib.intake.tables.mapping_file import add_wordings
from evallib.intake.tables.proposals import Proposal, TableProposal, propose
from evallib.model.problems import EvallibError, Problem, did_you_mean
from evallib.model.schema import get_schema
from evallib.model.table_words import table_words
from evallib.privacy import mask_text
from evallib.publish.words import format as fmt
from evallib.workbench.result import Result

if TYPE_CHECKING:
    from ipywidgets import VBox

SHOWN = {
    "sheet": ("工作表", fmt.text),
    "kind": ("表类", fmt.text),
    "cell": ("格", fmt.text),
    "text": ("表头", fmt.text),
    "label": ("读作", fmt.text),
    "open": ("待确认", lambda asked: "请确认" if asked else ""),
    "evidence": ("依据", fmt.text),
    "samples": ("例", fmt.text),
}
NOTHING = "不读入"


class ColumnMap:
    """What the columns of a file are taken for.

    Args:
        path: a spreadsheet, .docx or .pdf.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tables: list[TableProposal] = list(propose(path, table_words(find_mapping(path.parent))))

    @property
    def columns(self) -> Result:
        """Every column with its proposal, evidence and some of its values, without personal data."""
        rows = [
            {
                "sheet": table.sheet,
                "kind": table.title,
                "cell": item.cell,
                "text": item.text,
                "label": item.label or "未读入",
                "open": item.open,
                "evidence": item.evidence,
                "samples": mask_text("、".join(item.samples)) if item.samples else "",
            }
            for table in self.tables
            for item in table.columns
        ]
        return Result(pd.DataFrame(rows, columns=list(SHOWN)), SHOWN, f"{self.path.name} 各列怎样读入")

    def _repr_html_(self) -> str:
        return str(self.columns._repr_html_())

    @property
    def asked(self) -> list[tuple[TableProposal, Proposal]]:
        """The columns that wait to be confirmed."""
        return [(table, item) for table in self.tables for item in table.columns if item.open]

    def confirm(self, meanings: Mapping[str, str] | None = None) -> Path:
        """Write what headers mean into the mapping.yaml beside the file; the proposals as they are where none is given.

        Args:
            meanings: header → the column's Chinese label or its name.

        Raises:
            EvallibError: a header that is not in the file, or a column that its table does not have.
        """
        chosen = (
            {item.text: item.label for _, item in self.asked if item.column} if meanings is None else dict(meanings)
        )
        found: dict[str, dict[str, list[str]]] = {}
        texts = {item.text: table for table in self.tables for item in table.columns}
        for text, label in chosen.items():
            if text not in texts:
                raise EvallibError(
                    Problem(
                        "mapping.header",
                        "文件里没有这个表头",
                        file=self.path.name,
                        value=text,
                        advice=did_you_mean(text, texts),
                    )
                )
            kind = texts[text].kind
            columns = {column.label: column.name for column in get_schema(kind).columns}
            if label not in columns and label not in columns.values():
                raise EvallibError(
                    Problem(
                        "mapping.column",
                        "这种表没有这一列",
                        file=self.path.name,
                        value=label,
                        advice=did_you_mean(label, columns),
                    )
                )
            found.setdefault(kind, {}).setdefault(columns.get(label, label), []).append(text)
        return add_wordings(self.path.parent, found)

    def form(self) -> VBox:
        """A form: a list to choose from per open column, and a button that writes the choices into mapping.yaml."""
        import ipywidgets as widgets

        boxes: dict[str, Any] = {}
        for table, item in self.asked:
            labels = [column.label for column in get_schema(table.kind).columns]
            boxes[item.text] = widgets.Dropdown(
                options=[NOTHING, *labels],
                value=item.label if item.label in labels else NOTHING,
                description=f"{item.cell} {item.text}"[:24],
                style={"description_width": "16em"},
            )
        said = widgets.Label("" if boxes else "没有待确认的列。")
        button = widgets.Button(description="写入 mapping.yaml", disabled=not boxes)

        def write(_: Any) -> None:
            chosen = {text: box.value for text, box in boxes.items() if box.value != NOTHING}
            said.value = f"已写入 {self.confirm(chosen).name}：{len(chosen)} 列" if chosen else "没有选任何一列。"

        button.on_click(write)
        return widgets.VBox([*boxes.values(), button, said])


def map_columns(path: str | Path) -> ColumnMap:
    """What each column of a file is taken for: ``m = ev.map_columns(文件)``, then ``m.form()``.

    Raises:
        EvallibError: the file cannot be read.
    """
    return ColumnMap(Path(path))
