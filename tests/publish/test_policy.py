"""Pages state what they may load, and a text never becomes a link in a figure."""

from pathlib import Path

import plotly.graph_objects as go
import pytest

from evallib.publish import plain_labels
from evallib.publish.page import policy as policies

PAGES = Path(policies.__file__).parent / "templates"


@pytest.mark.parametrize("template", ["checks/checks", "evallib/index", "index/index"])
def test_every_page_states_its_policy(template):
    text = (PAGES / f"{template}.html.j2").read_text(encoding="utf-8")
    assert text.count(policies.policy(policies.WITH_SCRIPTS)) == 1
    assert "<script>" not in text and "onclick" not in text, "no script of its own stands in a page"


def test_a_label_never_becomes_a_link():
    link = '<a href="https://evil.example/">点此</a>'
    figure = go.Figure(
        go.Bar(x=[link, "噪音"], y=[1, 2], name=link, hovertext=[link, ""], hovertemplate="%{x}<br>%{y}<extra></extra>")
    )
    figure.update_layout(xaxis={"ticktext": [link], "tickvals": [0]}, title=link)
    text = plain_labels(figure.to_dict())
    assert "<a " not in str(text) and "&lt;a href" in str(text) and "<br>" in str(text)


def test_a_name_of_a_hundred_thousand_signs_is_cut():
    assert len(plain_labels({"x": ["长" * 100_000]})["x"][0]) < 300
