"""The index: what a row says, and, in a browser from a file:// address, that 1,000 units can be searched and sorted."""

import json
import re
import shutil
import time

import pytest
from playwright.sync_api import expect
from programs import ARGUMENTS, need

from evallib.publish import ASSETS, notebook_name, read_results, render_index, sparkline


def result(number, year=2023, **changes):
    rates = [
        {"indicator": "市民满意率", "printed_rate": f"0.{number % 900 + 50:03}", "average_rate": "0.66",
         "average_label": "区平均", "lower": 0.01, "upper": 0.99},
        {"indicator": "诉求解决率", "printed_rate": "0.9", "average_rate": None, "average_label": None,
         "lower": 0.1, "upper": 0.2},
    ]  # fmt: skip
    scores = [{"name": "总分", "score": str(60 + number % 40), "grade": "良"}]
    return {
        "unit": f"u{number:04}", "year": year, "name": f"第{number}街道", "district": f"{number % 16}区",
        "notebook": "unit_summary", "folder": f"{year}/u{number:04}", "status": "ok", "error": "", "warnings": 0,
        "page": f"{year}/u{number:04}/index.html", "parameters": {}, "parts": {}, "score": scores[0]["score"],
        "figures": {"four_rates": rates, "execution_rate": "0.98", "scores": scores, "findings": number % 7},
    } | changes  # fmt: skip


def test_a_row():
    html = render_index([result(1), result(1, 2022), result(2, status="failed", error="ValueError: <x>", figures={})])
    assert "5.10%" in html and "1.00%–99.00%" in html and "区平均 66.00%" in html
    assert "抽查 10.00%–20.00%" in html and html.count("公布值在区间外") == 2  # only where it does not hold the rate
    assert 'href="2023/u0001/index.html#four-rates"' in html and ".ipynb" not in html
    assert html.count('class="alert"') == 1 and "ValueError: &lt;x&gt;" in html and "#failure" in html
    assert html.count("<svg") == 1  # two years of one unit make one line


def test_paper_has_the_table_across_and_no_cards():
    style = (ASSETS / "index.css").read_text(encoding="utf-8")
    assert "@media screen and (max-width: 68rem)" in style and "@page { size: A4 landscape; }" in style
    assert not re.search(r"@media \(max-width", style)


def test_parts_months_and_synthetic_data():
    month = result(
        3, notebook="month", kind="工单月报", folder="2023/u0003/month/2023-09", parameters={"month": "2023-09"}
    )
    month["parts"] = {"评价底稿": "2023/u0003/month/2023-09/评价底稿.xlsx"}
    month["figures"]["synthetic"] = True
    html = render_index([result(3), month])
    assert ">2023-09<" in html and "工单月报 · 合成数据" in html
    assert 'href="2023/u0003/month/2023-09/评价底稿.xlsx">评价底稿</a>' in html
    assert '<select name="kind">' in html and '<select name="kind">' not in render_index([result(3)])


def test_names_of_notebooks_are_chinese(root):
    for path in (root / "notebooks").glob("*.ipynb"):
        assert not notebook_name(path.stem).isascii(), path.stem
    import nbformat  # takes a second to load

    own = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("说明\n\n## 我的专题 \n正文")])
    assert notebook_name("mine", own) == "我的专题"
    html = render_index([result(1, notebook="four_rates"), result(2, notebook="mine", kind="我的专题")])
    assert ">四率<" in html and ">我的专题<" in html and "four_rates</span>" not in html


def test_several_scores_are_a_range():
    row = result(1)
    row["figures"]["scores"] = [{"name": name, "score": name, "grade": "优"} for name in ("98", "99", "100", "98")]
    html = render_index([row])
    assert '98.00–100.00<span class="sub">4 个项目</span>' in html and "99.00、" not in html


def test_an_error_is_not_a_hint():
    html = render_index([result(1, errors=1, warnings=8), result(2, warnings=3)])
    assert '<span class="status failed">有 1 处错误</span>' in html and "有内容未读入，另有 8 处警告" in html
    assert '<span class="status warning">有 3 处警告</span>' in html
    assert html.count('data-state="error"') == 1 and '<option value="error">' in html


def test_nothing_yet():
    assert "还没有报告" in render_index([])


def test_results_that_cannot_be_read_are_left_out(tmp_path):
    for name, text in (("a", json.dumps(result(1))), ("b", "{"), ("c", "{}")):
        (tmp_path / "2023" / name).mkdir(parents=True)
        (tmp_path / "2023" / name / "result.json").write_text(text, encoding="utf-8")
    assert [found["unit"] for found in read_results(tmp_path)] == ["u0001"]


def test_a_flat_line():
    assert 'points="3.0,12.0 42.0,12.0 81.0,12.0"' in sparkline([0.5, 0.5, 0.5], "率")


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    from playwright.sync_api import sync_playwright

    chromium = need("chromium")
    folder = tmp_path_factory.mktemp("reports")
    shutil.copytree(ASSETS, folder / "assets")
    results = [result(number, year) for number in range(1000) for year in (2022, 2023)]
    results[7] |= {"status": "failed", "error": "ValueError: 缺表", "figures": {}, "score": None}
    started = time.process_time()
    (folder / "index.html").write_text(render_index(results), encoding="utf-8")
    assert time.process_time() - started < 10
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        opened = browser.new_page(viewport={"width": 1280, "height": 900})
        complaints = []
        opened.on("console", lambda message: complaints.append(message.text))
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.goto((folder / "index.html").as_uri())
        yield opened
        assert complaints == []
        browser.close()


def shown(page):
    return page.eval_on_selector_all(
        "#reports tbody tr:not([hidden])", "rows => rows.map(row => row.cells[0].innerText)"
    )


@pytest.mark.browser
def test_search_filter_and_reset(page):
    assert page.locator(".filters output").inner_text() == "显示 2000 / 2000 份"
    page.fill("input[name=search]", "第77街道")
    assert len(shown(page)) == 2
    page.fill("input[name=search]", "")
    page.select_option("select[name=district]", "3区")
    page.select_option("select[name=period]", "2023")
    assert len(shown(page)) == 63
    page.select_option("select[name=district]", "")
    page.select_option("select[name=period]", "")
    page.select_option("select[name=state]", "failed")
    assert page.locator(".filters output").inner_text() == "显示 1 / 2000 份"
    assert "缺表" in page.inner_text("#reports tbody tr:not([hidden])")
    page.click("button[type=reset]")
    expect(page.locator(".filters output")).to_have_text(re.compile("^显示 2000"))


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 820, 390])
def test_everything_is_on_the_screen(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("scrollTo(0, 0)")  # after a filter of another test
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    row = page.locator("#reports tbody tr").first
    if width == 1280:
        assert row.bounding_box()["height"] < 125  # four lines, no blank rows
    row.locator(".menu summary").click()
    link = row.locator(".menu a").first
    box = link.bounding_box()
    assert link.is_visible() and box["x"] >= 0 and box["x"] + box["width"] <= width
    page.keyboard.press("Escape")
    assert not link.is_visible()
    page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.browser
def test_sort(page):
    column = page.locator("th", has_text="市民满意率")
    number = column.evaluate("header => header.cellIndex")
    values = f"rows => rows.map(row => row.cells[{number}].dataset.v).map(v => v === undefined ? null : Number(v))"
    column.locator("button").click()
    assert column.get_attribute("aria-sort") == "descending"
    down = page.eval_on_selector_all("#reports tbody tr", values)
    column.locator("button").click()
    up = page.eval_on_selector_all("#reports tbody tr", values)
    assert down[-1] is None and up[-1] is None  # missing stays last
    assert down[:-1] == sorted(down[:-1], reverse=True) and up[:-1] == sorted(up[:-1])
    page.locator("th[data-sort] button", has_text="单位").click()
    assert shown(page)[0].startswith("第0街道") and shown(page)[4].startswith("第2街道")
