"""What a figure draws stands in the table behind it, number by number; and each page has its sections."""

from __future__ import annotations

import json
import re

import pytest
from contents import unpacked
from lxml import html

pytestmark = pytest.mark.slow
NUMBER = re.compile(r"[+−-]?\d[\d,]*(?:\.\d+)?")
#: In the order of a page; a section without anything to show is not there, but for the evidence.
SECTIONS = {
    "four-rates": "四率", "cases": "案件量与办理", "failures": "抽查不合格案件", "satisfaction": "满意度", "budget": "预算与支出",
    "projects": "项目支出", "scores": "得分与等级", "plan": "工作计划与绩效目标", "staff-assets": "人员与资产",
    "findings": "勾稽核对", "missing": "未提交与未能显示的内容", "traces": "逐项评分", "scorecard": "报送的得分与自评表",
    "sources": "数据来源", "doubts": "待复核：读取与校验提示", "provenance": "下载与出处",
}  # fmt: skip
SHOWN = {
    "2023/huacao": set(SECTIONS) - {"failures"},
    "2023/xianghua": {
        "cases",
        "projects",
        "scores",
        "findings",
        "missing",
        "traces",
        "scorecard",
        "sources",
        "doubts",
        "provenance",
    },
}
COMPARISON = {
    "attention": "谁需要关注，为什么",
    "four-rates": "公布的四率",
    "scores": "预算、得分与核对",
    "submissions": "数据提交情况",
    "requests": "工单比较",
}


@pytest.fixture(scope="module")
def pages(reported, run):
    return {report.folder: html.parse(str(reported.reports / report.page)).getroot() for report in run.reports}


def numbers(text: str) -> list[tuple[float, float]]:
    """Numbers of a text with half a unit of their last digit."""
    found = []
    for written in NUMBER.findall(text):
        digits = written.replace(",", "").replace("−", "-")
        places = len(digits.partition(".")[2])
        found.append((float(digits), 0.5 * 10**-places))
    return found


def rows_of(figure) -> list[str]:
    return [" ".join(cell.text_content() for cell in row) for row in figure.iterfind(".//details//tbody/tr")]


def drawn(figure):
    """(label, value) of every bar and mark; intervals as the two values at which they end."""
    data = unpacked(json.loads(figure.find(".//script").text))
    ticks = dict(zip(data["layout"].get("yaxis", {}).get("tickvals", []),
                     data["layout"].get("yaxis", {}).get("ticktext", []), strict=True))  # fmt: skip
    for trace in data["data"]:
        across = trace.get("orientation") == "h" or any(isinstance(value, str) for value in trace["y"])
        labels, values = (trace["y"], trace["x"]) if across else (trace["x"], trace["y"])
        bars = trace.get("error_x" if across else "error_y", {})
        name = trace.get("name", "") if not across else ""
        for index, (mark, value) in enumerate(zip(labels, values, strict=True)):
            text = f"{mark:g}" if isinstance(mark, float) and mark not in ticks else str(ticks.get(mark, mark))
            label = text.split("<br>")[0].rstrip("…")
            if value is not None:
                yield label, name, value
                for key, sign in (("array", 1), ("arrayminus", -1)):
                    if bars.get(key):
                        yield label, name, value + sign * bars[key][index]


def shares(figure) -> dict[tuple[str, str], float]:
    """Shares of the levels of each survey, from the counts in the table."""
    counts: dict[str, dict[str, float]] = {}
    for row in figure.iterfind(".//details//tbody/tr"):
        survey, level, count, rate = (cell.text_content().strip() for cell in list(row)[:4])
        number = numbers(count) or numbers(rate)
        if number:
            counts.setdefault(survey, {})[level] = number[0][0]
    return {(s, o): 100 * c / sum(levels.values()) for s, levels in counts.items() for o, c in levels.items()}


def test_every_trace_equals_the_table_beside_it(pages):
    checked = 0
    for folder, page in pages.items():
        for figure in page.iterfind(".//figure"):
            caption = figure.findtext("figcaption")
            if "等级分布" in caption:
                data = unpacked(json.loads(figure.find(".//script").text))["data"]
                told = {(bar["y"][0], bar["name"]): bar["x"][0] for bar in data}
                computed = shares(figure)
                assert told.keys() == computed.keys()
                for key, value in told.items():
                    assert value == pytest.approx(computed[key], abs=0.6), (folder, caption, key)
                checked += len(told)
                continue
            rows = rows_of(figure)
            for label, name, value in drawn(figure):
                beside = [row for row in rows if label in row and (not name or name.split("·")[0] in row)]
                assert beside, (folder, caption, label, name)
                found = [number for row in beside for number in numbers(row)]
                assert any(abs(value - number) <= half + 1e-9 for number, half in found), (
                    folder,
                    caption,
                    label,
                    value,
                )
                checked += 1
    assert checked > 200, "the page's figures were looked at"


def test_words_on_bars_are_their_lengths(pages):
    for folder, page in pages.items():
        for figure in page.iterfind(".//figure"):
            for trace in unpacked(json.loads(figure.find(".//script").text))["data"]:
                values = trace["x"] if trace.get("orientation") == "h" else trace["y"]
                texts = trace.get("text") or [""] * len(values)
                for text, value in zip([texts] if isinstance(texts, str) else texts, values, strict=True):
                    if found := numbers(str(text)):
                        assert any(abs(value - number) <= half + 1e-9 for number, half in found), (folder, text, value)


def test_every_figure_has_its_words_and_its_table(pages):
    for folder, page in pages.items():
        for figure in page.iterfind(".//figure"):
            assert figure.find(".//div[@role='img']").get("aria-label"), folder
            assert figure.findtext("figcaption") and rows_of(figure), folder


def test_the_sections_of_each_page(pages):
    for folder, page in pages.items():
        expected = COMPARISON if folder.split("/")[1].startswith("_") else SECTIONS
        found = {
            heading.get("id"): heading.get("data-title") or heading.text_content()
            for heading in page.iterfind(".//h2")
            if heading.get("id")
        }
        assert found.items() <= expected.items() and list(found) == [name for name in expected if name in found], folder
        assert folder not in SHOWN or set(found) == SHOWN[folder], folder
        told = [item.text_content() for item in page.iterfind(".//ul[@class='gaps']/li")]
        assert expected is COMPARISON or ("four-rates" in found) != any("“四率”" in item for item in told), folder


def test_every_section_shows_something_or_says_why_not(pages):
    for folder, page in pages.items():
        for heading in page.iterfind(".//h2"):
            after = heading.getnext()
            assert after is not None and after.tag != "h2", (folder, heading.text_content())


def test_the_index_leads_to_sections_that_are_there(reported, run, pages):
    index = html.parse(str(run.index)).getroot()
    links = [link.get("href") for link in index.iterfind(".//a") if "#" in (link.get("href") or "")]
    assert links
    for address in links:
        path, anchor = address.split("#")
        folder = path.removesuffix("/index.html")
        if folder in pages:
            assert pages[folder].find(f".//*[@id='{anchor}']") is not None, address
