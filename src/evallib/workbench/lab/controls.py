"""Controls (选择框): unit, year, month and filters above an answer that is drawn again when one is changed.

Outside the laboratory (a batch run, papermill) there is nobody to choose: the answer is drawn once, from the
notebook's parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from evallib.model.problems import EvallibError
from evallib.workbench.lab.choices import ALL, NAMES, choices_of
from evallib.workbench.lab.chosen import choose, chosen


def controls(show: Callable[..., Any], **values: Any) -> None:
    """Draw an answer, in the laboratory with a control for each of its arguments.

    Args:
        show: draws the answer; takes the names of `values` as keywords.
        values: the notebook's parameters: ``unit``, ``year``, ``month``, ``source``, ``service_name``,
            ``agency_responsible``, ``period``, ``changes`` …

    >>> controls(lambda unit, year: print(unit, year), unit="huacao", year=2023)
    huacao 2023
    """
    if not _somebody_chooses():
        show(**values)
        return
    _Panel(show, {name: chosen(name, value) for name, value in values.items()}).display()


def chooser(unit: str, year: int) -> tuple[str, int]:
    """Unit and year of a notebook whose cells follow one another: what was chosen last, or the parameters.

    In the laboratory two lists appear; the cells below answer for what stands there when they are run.

    >>> chooser("huacao", 2023)
    ('huacao', 2023)
    """
    if not _somebody_chooses():
        return unit, year
    panel = _Panel(None, {"unit": chosen("unit", unit), "year": chosen("year", year)})
    panel.display()
    return panel.values["unit"], panel.values["year"]


def _somebody_chooses() -> bool:
    """Whether there is somebody to choose; the notebook's parameters are checked in any case."""
    from evallib.workbench.given_parameters import check_given
    from evallib.workbench.lab.shell import in_lab

    check_given()
    return in_lab()


class _Panel:
    """Lists in a row, and below them the answer."""

    def __init__(self, show: Callable[..., Any] | None, values: dict[str, Any]) -> None:
        import ipywidgets

        self.show, self.values = show, values
        self.below = ipywidgets.Output()
        self.boxes: dict[str, Any] = {}
        self.absent: list[str] = []  # what the parameters name and is not there
        for name in values:
            self.boxes[name] = self._box(name)
        self._quiet = False

    def display(self) -> None:
        """Show the lists and the first answer."""
        import ipywidgets
        from IPython.display import display

        row = ipywidgets.HBox(list(self.boxes.values()), layout=ipywidgets.Layout(flex_flow="row wrap"))
        display(ipywidgets.VBox([row, self.below]))  # type: ignore[no-untyped-call]
        self._draw()

    def _box(self, name: str) -> Any:
        import ipywidgets

        options = self._options(name)
        style, layout = {"description_width": "initial"}, ipywidgets.Layout(width="auto", margin="0 12px 4px 0")
        if options is None:
            box = ipywidgets.Text(
                value=str(self.values[name] or ""),
                description=NAMES.get(name, name),
                continuous_update=False,
                style=style,
                layout=layout,
            )
        else:
            box = ipywidgets.Dropdown(
                options=options,
                value=self._fitting(name, options),
                description=NAMES.get(name, name),
                style=style,
                layout=layout,
            )
        box.observe(lambda change: self._changed(name, change["new"]), names="value")
        return box

    def _options(self, name: str) -> Sequence[tuple[str, Any]] | None:
        return choices_of(name, self.values)

    def _fitting(self, name: str, options: Sequence[tuple[str, Any]]) -> Any:
        """The value, or the nearest that there is."""
        known = [value for _, value in options]
        if self.values[name] not in known:
            absent, self.values[name] = self.values[name], known[-1] if name == "year" else known[0]
            if name in {"unit", "year"} and name not in self.boxes:
                self.absent.append(f"没有{NAMES[name]}“{absent}”，下面是{self._label(name)}。")
        return self.values[name]

    def _changed(self, name: str, value: Any) -> None:
        if self._quiet:
            return
        self.values[name] = value
        self._quiet = True  # lists that follow are filled anew, and the answer is drawn once
        try:
            for other in list(self.boxes)[list(self.boxes).index(name) + 1 :]:
                options = self._options(other)
                if options is not None:
                    fitting = self._fitting(other, options)
                    self.boxes[other].options = options
                    self.boxes[other].value = fitting
        finally:
            self._quiet = False
        self._draw()

    def _draw(self) -> None:
        choose(**{name: self.values[name] for name in ("unit", "year", "month") if name in self.values})
        self.below.clear_output(wait=True)
        with self.below:
            self._tell(*self.absent)
            self.absent = []
            if self.show is None:
                self._tell(
                    f"已选 {self._label('unit')} {self.values['year']} 年。"
                    "请点菜单“运行 › 运行所有单元格”，下面各题按所选回答。"
                )
                return
            try:
                self.show(**{name: None if value == ALL else value for name, value in self.values.items()})
            except EvallibError as error:
                self._tell(*map(str, error.problems))

    def _label(self, name: str) -> str:
        return next(
            (text for text, value in self._options(name) or () if value == self.values[name]), str(self.values[name])
        )

    @staticmethod
    def _tell(*lines: str) -> None:
        from evallib.publish.page.blocks import sentence

        sentence(*lines)
