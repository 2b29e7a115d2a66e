"""Figures drawn by hand show the values of the interactive ones, at the size of a phone and in the page's colours."""

import json
import re

import pytest
from lxml import etree

from evallib.charts import budget_steps, figure, rates_against_average, requests_by_category, satisfaction_levels
from evallib.indicators import budget_execution
from evallib.indicators.four_rates import four_rates
from evallib.publish import UnitPage, apart, draw, draw_figure, panel, plain_labels, scale_of, width_of


def drawn(fig, broad=False):
    html = draw_figure(plain_labels(json.loads(fig.to_json())), broad)
    return etree.fromstring(f"<div>{html}</div>")


def bars(svg):
    return [float(rect.get("width")) for rect in svg.iter("rect")]


def test_bars_are_as_long_as_their_values(clean):
    counts = clean("pujin", 2023).table("case_counts")
    lines = counts[
        (counts["topic"] == "红灯案件") & (counts["row_kind"] == "line") & (counts["dimension"] == "案件类型")
    ]
    svg = drawn(requests_by_category(lines))
    lengths, values = bars(svg), sorted(lines["cases_count"].astype(float), reverse=True)
    assert [length / lengths[0] for length in lengths] == pytest.approx([v / values[0] for v in values], rel=1e-3)
    assert [text.text for text in svg.iter("text") if re.fullmatch(r"[\d,]+", text.text)] == [
        f"{int(v):,}" for v in values
    ]


def test_shares_fill_the_width(clean):
    svg = drawn(satisfaction_levels(clean("huacao", 2023).table("survey_answers")))
    rows = {}
    for rect in svg.iter("rect"):
        rows[rect.get("y")] = rows.get(rect.get("y"), 0) + float(rect.get("width")) + 1.5
    assert max(rows.values()) - min(rows.values()) < 8


def test_an_interval_lies_round_its_dot_and_colours_are_the_page_s(clean):
    rates = four_rates(clean("pujin", 2023).table("four_rates"))
    svg = drawn(rates_against_average(rates))
    dots = [float(dot.get("cx")) for dot in svg.iter("circle")]
    for line in svg.iter("line"):
        if line.get("class") == "iv":
            assert any(float(line.get("x1")) < x < float(line.get("x2")) for x in dots)
    assert "#1f5a8c" not in etree.tostring(svg).decode() and "var(--accent)" in etree.tostring(svg).decode()


def test_no_mark_crosses_the_words_behind_a_bar():
    bar = {
        "type": "bar",
        "orientation": "h",
        "name": "执行",
        "x": [0, 200],
        "y": ["甲", "乙"],
        "text": ["0.00", "200.00"],
    }
    tick = {"type": "scatter", "mode": "markers", "name": "年初", "x": [10, 199], "y": ["甲", "乙"],
            "marker": {"symbol": "line-ns-open"}}  # fmt: skip
    html = draw_figure({"data": [bar, tick], "layout": {}})
    drawing = etree.fromstring(f"<div>{html}</div>")
    words = {node.text: float(node.get("x")) for node in drawing.iter("text")}
    marks = [float(node.get("x1")) for node in drawing.iter("line") if node.get("x1") == node.get("x2")]
    assert len(marks) == 2
    for text in ("0.00", "200.00"):
        assert all(not words[text] - 3 < x < words[text] + width_of(text) for x in marks)
    # In the key it stands upright, as in the figure.
    assert '<i class="t"' in html and '<i class="l"' not in html


def test_a_broad_figure_is_drawn_for_both_screens(clean):
    lines = budget_execution(clean("huacao", 2023).table("project_lines"))
    svgs = list(drawn(budget_steps(lines[lines["row_kind"] == "line"], "project_name"), broad=True).iter("svg"))
    assert [svg.get("class") for svg in svgs] == ["fig wide", "fig narrow"]
    assert [float(svg.get("width")) for svg in svgs] == [722, 350]


def test_lines_columns_steps_and_small_multiples(request):
    fig = figure()
    months = [f"2023-{number:02d}" for number in range(1, 13)]
    fig.add_bar(x=months, y=list(range(12)), name="件")
    fig.add_hline(y=5, annotation_text="总体")
    svg = drawn(fig)
    heights = [float(rect.get("height")) for rect in svg.iter("rect")]
    assert heights == sorted(heights) and "总体" in "".join(svg.itertext())
    several = figure()
    for name in ("甲", "乙"):
        several.add_scatter(x=[2021, 2022, 2023], y=[1, 3, 2], mode="lines", name=name)
    told = "".join(drawn(several).itertext())
    assert "甲" in told and "乙" in told and "keys" not in etree.tostring(drawn(several)).decode(), (
        "named at their ends"
    )


def test_what_people_wrote_stays_text():
    fig = figure()
    fig.add_bar(x=[1], y=["<script>alert(1)</script>"], orientation="h", text=["<b>"])
    html = draw_figure(plain_labels(json.loads(fig.to_json())))
    assert "<script" not in html and "<b>" not in html


def test_a_figure_without_values_leaves_nothing():
    assert draw_figure({"data": [], "layout": {}}) == ""


@pytest.mark.slow
def test_every_small_picture_fits_its_width(clean):
    for unit, year in (("huacao", 2023), ("pujin", 2023), ("xianghua", 2023), ("maqiao", 2024), ("huacao", 2022)):
        for thing in UnitPage.of(clean(unit, year)).messages.things:
            html = draw(thing.picture)
            if "<svg" not in html:
                assert "quote" in html
                continue
            svg = etree.fromstring(html)
            assert svg.get("aria-label") and float(svg.get("width")) == 344
            for text in svg.iter("text"):
                anchor, x, wide = text.get("text-anchor", "start"), float(text.get("x")), width_of(text.text)
                left = x - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
                assert left >= -2 and left + wide <= 350, (thing.headline, text.text)


def test_panels_of_the_four_rates_share_one_scale(clean):
    rates = four_rates(clean("huacao", 2023).history("four_rates"))
    own = rates[rates["indicator"] == "市民满意率"].sort_values("year").to_dict("records")
    svg = etree.fromstring(panel(own, scale_of([66.09, 100]), lines=True))
    heights = [float(dot.get("cy")) for dot in svg.iter("circle")]
    assert heights == sorted(heights), "82.05, 81.38, 72.27: each lower than the one before"
    assert "72.27" in "".join(svg.itertext()) and "街镇平均 66.09" in "".join(svg.itertext())


def test_labels_are_moved_apart():
    assert apart([50, 50, 50], 17, 0, 200) == [50, 67, 84]
