"""Expectation suites (校验规则): one JSON per table kind in expectations/, readable and editable by an analyst.

great-expectations takes seconds to import, so it is loaded here, once per run, and nowhere else.
"""

from __future__ import annotations

import json
import os
import warnings
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from evallib.model.problems import EvallibError, Problem, Severity
from evallib.model.schema import TableSchema

SEVERITIES: dict[str, Severity] = {"critical": "error", "warning": "warning", "info": "note"}


def check_frame(frame: pd.DataFrame, schema: TableSchema, folder: Path) -> list[Problem]:
    """Run the suite of a table kind over its rows.

    Args:
        frame: typed rows with source columns.
        schema: the table kind.
        folder: the expectations folder.

    Returns:
        One problem per failing cell (or per failing table-level rule), all of them.

    Raises:
        EvallibError: the suite is missing or not valid.
    """
    suite = load_suite(folder / f"{schema.name}.json")
    if not suite["expectations"] or frame.empty:
        return []
    rows = frame.reset_index(drop=True)
    result = _batch(rows).validate(_suite_object(json.dumps(suite)), result_format={"result_format": "COMPLETE"})
    problems = []
    for outcome in result.results:
        if not outcome.success:
            problems.extend(_problems(outcome, rows, schema))
    return problems


def load_suite(path: Path) -> dict[str, Any]:
    """A suite as plain data."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise EvallibError(
            Problem(
                "checks.no_suite", "缺少校验规则文件", file=path.name, advice=f"请在 expectations/ 中补上 {path.name}"
            )
        ) from None
    except json.JSONDecodeError as error:
        raise EvallibError(
            Problem(
                "checks.bad_suite",
                "校验规则不是合法的 JSON",
                file=path.name,
                cell=f"第{error.lineno}行",
                value=error.msg,
            )
        ) from None
    return dict(data)


@cache
def _context() -> Any:
    os.environ["GX_ANALYTICS_ENABLED"] = "false"  # nothing phones home
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own deprecations on import are not the user's business
        import great_expectations

    context = great_expectations.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}  # type: ignore[assignment]
    asset = context.data_sources.add_pandas("clean").add_dataframe_asset("table")
    return asset.add_batch_definition_whole_dataframe("all")


@cache
def _suite_object(text: str) -> Any:
    _context()
    import great_expectations

    return great_expectations.ExpectationSuite(**json.loads(text))


def _batch(frame: pd.DataFrame) -> Any:
    return _context().get_batch({"dataframe": frame})


def _problems(outcome: Any, rows: pd.DataFrame, schema: TableSchema) -> list[Problem]:
    config = outcome.expectation_config
    meta = config.meta or {}
    severity = SEVERITIES.get(str(getattr(config.severity, "value", config.severity)), "error")
    columns = _columns(config.kwargs)
    raised = _exception(outcome.exception_info)
    message = meta.get("message", config.type)
    if raised:
        return [Problem("checks.rule_failed", f"校验规则无法执行：{message}", sheet=schema.title, value=raised)]
    positions = outcome.result.get("unexpected_index_list")
    if not positions:
        observed = outcome.result.get("observed_value", "")
        files = "、".join(sorted(set(rows["source_file"])))
        return [Problem(f"checks.{config.type}", message, file=files, value=str(observed), severity=severity)]
    return [
        Problem(
            f"checks.{config.type}",
            f"“{schema.label_of(columns[0])}”{message}" if columns else message,
            file=str(rows.at[position, "source_file"]),
            sheet=str(rows.at[position, "source_sheet"]),
            cell=_cell(rows, position, columns),
            value="、".join(_shown(rows.at[position, column]) for column in columns),
            expected=meta.get("expected", ""),
            advice=meta.get("advice", "请核对原表"),
            severity=severity,
        )
        for position in positions
    ]


def _columns(kwargs: dict[str, Any]) -> list[str]:
    for key in ("column", "column_list", "column_A", "column_set"):
        if key in kwargs:
            value = kwargs[key]
            columns = [value] if isinstance(value, str) else list(value)
            return [*columns, kwargs["column_B"]] if key == "column_A" else columns
    return []


def _cell(rows: pd.DataFrame, position: int, columns: list[str]) -> str:
    cells = json.loads(str(rows.at[position, "source_cells"]))
    found = [cells[column] for column in columns if column in cells]
    return "、".join(found) or f"第{int(str(rows.at[position, 'source_row']))}行"


def _shown(value: Any) -> str:
    return "（空）" if pd.isna(value) else str(value)


def _exception(info: Any) -> str:
    """The message of an exception that great-expectations swallowed, if there is one."""
    for entry in (info, *(info or {}).values()):
        if isinstance(entry, dict) and entry.get("raised_exception"):
            return str(entry.get("exception_message"))[:200]
    return ""
