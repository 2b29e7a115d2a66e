"""Every page in headless Chromium: no console error, no foreign request, every figure drawn, Chinese headings."""

import re

import pytest
from playwright.sync_api import expect, sync_playwright
from programs import ARGUMENTS, need

CHINESE = re.compile(r"[\u4e00-\u9fff]")
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser():
    chromium = need("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 900)], ids=["phone", "desktop"])
def test_every_page(browser, reported, run, width, height):
    pages = [run.index, *(reported.reports / report.page for report in run.reports)]
    for path in pages:
        page = browser.new_page(viewport={"width": width, "height": height})
        complaints: list[str] = []
        requests: list[str] = []
        page.on("console", lambda message, kept=complaints: kept.append(message.text))
        page.on("pageerror", lambda error, kept=complaints: kept.append(str(error)))
        page.on("request", lambda request, kept=requests: kept.append(request.url))
        page.goto(path.as_uri())
        expect(page.locator(".plot:not([data-drawn])")).to_have_count(0, timeout=60_000)
        assert complaints == [], path
        assert [url for url in requests if not url.startswith(("file:", "data:", "blob:"))] == [], path
        assert CHINESE.search(page.title()) and CHINESE.search(page.locator("h1").inner_text()), path
        assert page.locator("html").get_attribute("lang") == "zh-CN"
        plots = page.locator("figure .plot")
        assert page.locator("figure .plot svg.main-svg").count() >= plots.count()
        for position in range(plots.count()):
            assert plots.nth(position).get_attribute("aria-label"), path
        assert page.locator("figure figcaption").count() == plots.count()
        assert page.locator("figure details table").count() == plots.count()
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{path} 在宽度 {width} 下需要横向滚动"
        page.close()


def test_reports_have_figures_and_say_what_is_missing(browser, reported, run):
    page = browser.new_page()
    figures = {}
    for report in run.reports:
        page.goto((reported.reports / report.page).as_uri())
        figures[report.unit, report.year] = page.locator("figure").count()
    assert min(figures.values()) >= 2
    assert figures["huacao", 2023] >= 9
    page.goto((reported.report_dir("xianghua", 2023) / "index.html").as_uri())
    assert page.locator("p.missing", has_text="未提交“四率”").count() == 1


def test_no_code_on_the_page(reported, run):
    for report in run.reports:
        html = (reported.reports / report.page).read_text(encoding="utf-8")
        assert "import pandas" not in html
        assert "http://" not in html and "https://" not in html


@pytest.fixture
def phone(browser, reported, run):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto((reported.report_dir("huacao", 2023) / "index.html").as_uri())
    expect(page.locator(".plot:not([data-drawn])")).to_have_count(0, timeout=60_000)
    yield page
    page.close()


def test_the_contents_stay_at_hand_on_a_phone(phone):
    button, link = phone.locator(".toc-button"), phone.locator("nav.toc ol a", has_text="勾稽核对")
    phone.evaluate("scrollTo(0, 6000)")
    assert not link.is_visible() and button.is_visible() and button.bounding_box()["y"] < 60  # sticks to the top
    button.click()
    assert link.is_visible() and button.get_attribute("aria-expanded") == "true"
    link.click()
    expect(phone.locator("nav.toc a.now")).to_have_text("勾稽核对")
    assert not link.is_visible()
    bar, heading = phone.locator("nav.toc").bounding_box(), phone.locator("#findings").bounding_box()
    assert heading["y"] >= bar["y"] + bar["height"] - 1  # not hidden under the bar
    phone.emulate_media(media="print")
    assert not button.is_visible()


def test_wide_tables_on_a_phone_say_so_and_keep_their_caption(phone):
    phone.locator("details.behind summary").first.click()  # a folded table is measured when it is opened
    wide = (
        "[...document.querySelectorAll('.table')].filter(t => t.checkVisibility() && t.scrollWidth > t.clientWidth + 1)"
    )
    assert phone.evaluate(f"{wide}.length") > 5
    phone.wait_for_function(f"{wide}.every(t => t.dataset.more === 'right' && t.tabIndex === 0)")
    phone.evaluate(f"{wide}.forEach(t => {{ t.scrollLeft = 80 }})")
    phone.wait_for_function(f"{wide}.every(t => t.dataset.more !== 'right')")
    captions = phone.evaluate(
        f"{wide}.map(t => t.querySelector('caption').getBoundingClientRect()).map(b => [b.left, b.right])"
    )
    assert all(left >= 0 and right <= 390 for left, right in captions)


def test_no_column_is_squeezed_and_no_row_looks_empty(phone):
    narrow = phone.evaluate(
        "[...document.querySelectorAll('td.phrase, td.line, td.prose')].filter(c => c.offsetParent && c.clientWidth < 100).length"
    )
    assert narrow == 0
    rows = phone.locator("#four-rates ~ .table").first.locator("tbody tr")
    assert rows.count() == 4
    assert all(rows.nth(number).bounding_box()["height"] < 90 for number in range(4))
