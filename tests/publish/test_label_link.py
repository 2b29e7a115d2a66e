"""A type of requests that is written as a link stays text in every figure of a page, in a real browser."""

import csv
import shutil

import pytest
from full_run import ROOT, report_all
from playwright.sync_api import sync_playwright
from programs import ARGUMENTS, need

from evallib.model import Workspace

LINK = '<a href="https://evil.example/">点此</a>'


@pytest.mark.browser
@pytest.mark.slow
def test_no_figure_holds_a_link_of_others(tmp_path, warm):
    chromium = need("chromium")
    shutil.copytree(ROOT / "expectations", tmp_path / "expectations")
    (tmp_path / "notebooks").mkdir()
    shutil.copyfile(ROOT / "notebooks" / "unit_summary.ipynb", tmp_path / "notebooks" / "unit_summary.ipynb")
    raw = tmp_path / "data" / "raw" / "aa" / "2023"
    raw.mkdir(parents=True)
    with (raw / "工单.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["工单编号", "受理时间", "来源", "诉求类型", "办结时间", "主责部门"])
        for n in range(200):
            month = f"2023-{n % 12 + 1:02}"
            writer.writerow(
                [f"S{n:05}", f"{month}-05 09:00", "12345", [LINK, "噪音"][n % 2], f"{month}-07 09:00", "城管"]
            )
    result = report_all(Workspace(tmp_path))
    page_file = tmp_path / "reports" / "2023" / "aa" / "index.html"
    assert result.withheld == [] and "点此" in page_file.read_text(encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        page = browser.new_page()
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(page_file.as_uri())
        pressed = page.evaluate("[...document.querySelectorAll('.live-button')].map(b => b.click()).length")
        page.wait_for_function(
            "wanted => document.querySelectorAll('.plot[data-drawn]').length >= wanted",
            arg=pressed,
        )
        links = page.evaluate(
            "[...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => /href$/.test(a.name) && a.value.includes('evil'))).length"
        )
        browser.close()
    assert pressed > 0, "no figure was drawn anew by the browser"
    assert links == 0 and not [url for url in asked if "evil" in url]
