"""Results (结果表): frames that show Chinese headers, draw themselves and go to Excel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd

from evallib.model.problems import EvallibError, Problem

if TYPE_CHECKING:
    import plotly.graph_objects as go

Columns = Mapping[str, tuple[str, Callable[[Any], str]]]


class Result(pd.DataFrame):
    """A pandas frame that knows its caption, its Chinese headers and how it is drawn.

    Everything that pandas does works; what is filtered, sorted or cut stays a `Result`. Amounts and published rates
    are exact decimals inside; `floats` gives numbers that numpy and statsmodels like.

    Args:
        data: the rows; column names are the English ones of the indicators (value, numerator, …).
        columns: column name → (Chinese header, formatter), in the order shown; all columns as they are where None.
        caption: what the table shows, with unit and period.
        draw: draws the rows; None where nothing is drawn.

    >>> rows = pd.DataFrame({"name": ["甲", "乙"], "value": [Decimal("0.9"), Decimal("0.8")]})
    >>> result = Result(rows, {"name": ("名称", str), "value": ("满意率", lambda rate: f"{rate:.0%}")}, "例")
    >>> result[result["value"] > Decimal("0.85")].in_chinese()
      名称  满意率
    0  甲  90%
    >>> float(result.floats()["value"].max())
    0.9
    """

    _metadata: ClassVar[list[str]] = ["_columns_shown", "_caption", "_draw"]

    def __init__(
        self,
        data: Any = None,
        columns: Columns | None = None,
        caption: str = "",
        draw: Callable[[pd.DataFrame], go.Figure] | None = None,
        **keywords: Any,
    ) -> None:
        # pandas calls the constructor with its own arguments, e.g. for a part of a frame
        shown = columns if isinstance(columns, Mapping) else None
        if columns is not None and shown is None:
            keywords["columns"] = columns
        super().__init__(data, **keywords)  # type: ignore[call-arg]
        object.__setattr__(self, "_columns_shown", shown)
        object.__setattr__(self, "_caption", caption)
        object.__setattr__(self, "_draw", draw)

    @property
    def _constructor(self) -> type[Result]:
        return Result

    @property
    def caption(self) -> str:
        """What the table shows, with unit and period: ``h.four_rates().caption``."""
        return str(self._caption)

    @property
    def labels(self) -> dict[str, str]:
        """Chinese header of every column shown: ``h.four_rates().labels``."""
        return {name: self._columns()[name][0] for name in self._columns()}

    def __getitem__(self, key: Any) -> Any:
        """What pandas gives; a column also by its Chinese header: ``rates["公布值"]``."""
        if isinstance(key, str) and key not in self.columns:
            key = next((name for name, label in self.labels.items() if label == key), key)
        return super().__getitem__(key)

    def in_chinese(self) -> pd.DataFrame:
        """The rows as a reader sees them: Chinese headers, formatted text: ``h.four_rates().in_chinese()``."""
        shown = self._columns()
        plain = pd.DataFrame(self)
        return pd.DataFrame(
            {title: [form(value) for value in plain[name]] for name, (title, form) in shown.items()}, index=plain.index
        )

    def floats(self) -> pd.DataFrame:
        """A plain frame in which exact decimals have become floats: ``h.budget().floats()``."""
        plain = pd.DataFrame(self).copy()
        for name in plain.columns:
            if any(isinstance(value, Decimal) for value in plain[name]):
                plain[name] = [float("nan") if pd.isna(value) else float(value) for value in plain[name]]
        return plain

    def chart(self) -> go.Figure:
        """The figure of these rows: ``h.four_rates().chart()``.

        Raises:
            EvallibError: nothing is drawn of this table, or no row is left.
        """
        if self._draw is None or not len(self):
            drawn = self._draw is not None
            reason = "没有可画的行" if drawn else "这张表没有配套的图"
            advice = "" if drawn else "可在分析界面用 .floats().plot() 自己画，或用 .to_excel() 存成 Excel"
            raise EvallibError(Problem("workbench.no_chart", reason, value=self.caption, advice=advice))
        figure: go.Figure = self._draw(pd.DataFrame(self))  # type: ignore[operator]
        return figure

    def show(self, chart: bool = False) -> None:
        """Show the table within a function, or figure and table: ``h.four_rates().show(chart=True)``; if it has rows.

        Args:
            chart: the figure instead of the table.
        """
        from evallib.publish.page.blocks import figure, table

        if not len(self):
            return
        if chart:
            figure(self.chart(), self.caption, self.caption, pd.DataFrame(self), self._columns())
        else:
            table(pd.DataFrame(self), self._columns(), self.caption, self._emphasis())

    def to_excel(  # type: ignore[misc]
        self, excel_writer: Any = None, *arguments: Any, **keywords: Any
    ) -> Any:
        """Write the table as it is shown, with numbers as numbers, and tell the file: ``h.table("四率").to_excel()``.

        Args:
            excel_writer: path of the .xlsx; ``<caption>.xlsx`` in the current folder without it. With further
                arguments, what pandas' own `DataFrame.to_excel` takes.
            arguments: for pandas.
            keywords: for pandas.
        """
        if arguments or keywords or not (excel_writer is None or isinstance(excel_writer, str | Path)):
            return pd.DataFrame(self).to_excel(excel_writer, *arguments, **keywords)
        name = "".join(sign for sign in self.caption if sign not in '\\/:*?"<>|')[:80] or "结果"
        path = Path(excel_writer or f"{name}.xlsx")
        frame = self.floats()[list(self._columns())].rename(columns=self.labels)
        frame.to_excel(path, index=False, sheet_name="数据")
        return path

    def _columns(self) -> Columns:
        own: Columns | None = self._columns_shown  # type: ignore[assignment]
        shown: Columns = own or {str(name): (str(name), str) for name in self.columns}
        return {name: spec for name, spec in shown.items() if name in self.columns}

    def _emphasis(self) -> Callable[[dict[str, Any]], str] | None:
        """Rows that are sums stand out where a table tells which are."""
        return (lambda row: "" if row.get("row_kind") == "line" else "total") if "row_kind" in self.columns else None

    def _repr_html_(self) -> str:
        from evallib.publish.page.blocks import table_html

        return table_html(pd.DataFrame(self), self._columns(), self.caption, self._emphasis())
