"""A figure in JupyterLab carries its caption, the table behind it and the way to the handbook of rates."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from evallib.publish import figure


@pytest.mark.parametrize(
    "definition", ["terms", "sampled-four-rates", "project-self-evaluation.survey_satisfaction_rate"]
)
def test_a_figure_in_the_lab_links_to_the_handbook(monkeypatch: pytest.MonkeyPatch, definition: str) -> None:
    shown: list[str] = []

    def keep(bundle: dict[str, Any], lab_only: bool = False, **_: Any) -> None:
        if lab_only:
            shown.append(bundle["text/html"])

    monkeypatch.setattr("evallib.publish.page.blocks.show_bundle", keep)
    figure(go.Figure(), "四率", "无", pd.DataFrame({"率": [1]}), definition=definition)
    (block,) = shown
    assert f'href="../reports/handbook.html#{definition}"' in block and "四率" in block and "图中数据" in block
