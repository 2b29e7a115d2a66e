"""Origins (算式与出处): how each rate is computed, and in which cell each figure stands."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from evallib.checks.store import UnitData
from evallib.model.problems import EvallibError
from evallib.model.workspace.units import Workspace
from evallib.workbench.result import Columns, Result
from evallib.workbench.tables import schema_named, shown


def formulas(*names: str) -> Result:
    """How rates are computed: numerator, denominator, period and what the rule is taken from.

    Args:
        names: sets of definitions, or rates as ``set/rate``; the rates of single requests without any.

    >>> rows = formulas("sampled-four-rates")
    >>> rows["formula"].iloc[0]
    '先行联系率 =（抽查数 − 不合格数）÷ 抽查数'
    """
    from evallib.model.definitions.definition import COHORT_LABELS
    from evallib.model.definitions.registry import find_rate, find_set, terms
    from evallib.publish.words import format as fmt

    root = _root()
    rates = [
        rate
        for name in names or ("request-rates",)
        for rate in ([find_rate(name, root=root)] if "/" in name else find_set(name, root).rates)
    ]
    rows = [
        {
            "label": rate.label,
            "formula": rate.formula(terms()),
            "cohort": COHORT_LABELS[rate.cohort],
            "source": rate.source or rate.note,
        }
        for rate in rates
    ]
    columns: Columns = {
        "label": ("指标", fmt.text),
        "formula": ("算式", fmt.text),
        "cohort": ("时段", fmt.text),
        "source": ("依据", fmt.text),
    }
    return Result(pd.DataFrame(rows, columns=list(columns)), columns, "各指标的算式")


def sources(data: UnitData, name: str) -> Result:
    """Where the figures of a table stand: file, sheet and cell of each; no rows where the table is not there.

    Args:
        data: the unit and year.
        name: a table, by its Chinese title or its name.
    """
    from evallib.publish.words import format as fmt

    schema = schema_named(name)
    labels = shown(schema)
    rows = []
    for record in data.table(schema.name).to_dict("records"):
        cells = json.loads(record["source_cells"] or "{}")
        title = next(
            (record[column.name] for column in schema.columns if column.type == "text" and record[column.name]), ""
        )
        for column in schema.columns:
            value = record[column.name]
            if column.type != "text" and column.name in cells and not pd.isna(value):
                label, form = labels[column.name]
                rows.append(
                    {
                        "row": title,
                        "figure": label,
                        "value": form(value),
                        "file": record["source_file"],
                        "sheet": record["source_sheet"],
                        "cell": cells[column.name],
                    }
                )
    columns: Columns = {
        "row": ("项目", fmt.text),
        "figure": ("数据项", fmt.text),
        "value": ("数值", fmt.text),
        "file": ("文件", fmt.text),
        "sheet": ("工作表", fmt.text),
        "cell": ("单元格", fmt.text),
    }
    return Result(
        pd.DataFrame(rows, columns=list(columns)), columns, f"{data.info.name}{data.year}年{schema.title}：各数的出处"
    )


def _root() -> Path | None:
    try:
        return Workspace.find().root
    except EvallibError:
        return None
