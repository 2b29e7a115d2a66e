"""Every page in headless Chromium: quiet, at home on a phone and a desk, light and dark, and readable for everybody."""

import re

import pytest
from playwright.sync_api import expect, sync_playwright
from programs import ARGUMENTS, need

CHINESE = re.compile(r"[\u4e00-\u9fff]")
pytestmark = pytest.mark.browser

WIDTHS = (390, 768, 1280)
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
#: Sizes at which the words of figures are really shown, in px.
SIZES = """[...document.querySelectorAll('svg.fig')].filter(svg => svg.checkVisibility()).flatMap(svg => {
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  return [...svg.querySelectorAll('text')].map(text => parseFloat(getComputedStyle(text).fontSize) * scale);
})"""
#: Words of figures that stand outside their drawing.
CUT = """[...document.querySelectorAll('svg.fig')].filter(svg => svg.checkVisibility()).flatMap(svg => {
  const box = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text')].filter(text => {
    const own = text.getBoundingClientRect();
    return own.left < box.left - 3 || own.right > box.right + 3 || own.bottom > box.bottom + 4;
  }).map(text => text.textContent);
})"""

PAPER = """[...document.querySelectorAll('main, body')].map(e => getComputedStyle(e).backgroundColor)
  .filter(color => color !== 'rgba(0, 0, 0, 0)').pop()"""


@pytest.fixture(scope="module")
def browser():
    chromium = need("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def all_pages(reported, run):
    """Every kind of page of every unit."""
    return sorted(path for path in reported.reports.rglob("*.html") if "assets" not in path.parts)


def test_every_page_at_every_width_light_and_dark(browser, all_pages):
    kinds = {path.name if path.parent.name != "checks" else "checks" for path in all_pages}
    assert kinds >= {"index.html", "报告.html", "checks", "handbook.html"} and len(all_pages) >= 20
    for path in all_pages:
        complaints: list[str] = []
        requests: list[str] = []
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.on("console", lambda message, kept=complaints: kept.append(message.text))
        page.on("pageerror", lambda error, kept=complaints: kept.append(str(error)))
        page.on("request", lambda request, kept=requests: kept.append(request.url))
        page.goto(path.as_uri())
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                paper = page.evaluate(PAPER)
                assert (sum(map(int, re.findall(r"\d+", paper)[:3])) > 384) == (scheme == "light"), (path, scheme)
            assert page.evaluate(SIDEWAYS) <= 0, f"{path} 在宽度 {width} 下需要横向滚动"
            small = [size for size in page.evaluate(SIZES) if size < 12]
            assert small == [], f"{path} 在宽度 {width} 下图中文字小于 12 像素：{small[:3]}"
            assert page.evaluate(CUT) == [], f"{path} 在宽度 {width} 下图中文字被截断"
        assert complaints == [], path
        assert [url for url in requests if not url.startswith(("file:", "data:", "blob:"))] == [], path
        assert CHINESE.search(page.title()) and CHINESE.search(page.locator("h1").first.inner_text()), path
        assert page.locator("html").get_attribute("lang") == "zh-CN"
        plots = page.locator("figure .plot")
        assert page.locator("figure .plot svg.fig").count() >= plots.count()
        assert all(plots.nth(place).get_attribute("aria-label") for place in range(plots.count())), path
        assert (
            page.locator("figure figcaption").count() == page.locator("figure details table").count() == plots.count()
        )
        page.close()


@pytest.mark.parametrize(
    "place",
    ["2023/huacao/index.html", "2023/huacao/报告.html", "2023/xianghua/index.html", "2023/_district_overview/index.html",
     "2023/pujin/checks/index.html", "index.html", "handbook.html"],
)  # fmt: skip
def test_no_serious_obstacle_for_anybody(browser, reported, run, place):
    from axe_playwright_python.sync_playwright import Axe

    for width, scheme in ((1280, "light"), (390, "dark")):
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page.goto((reported.reports / place).as_uri())
        found = Axe().run(page).response["violations"]
        page.close()
        grave = {
            item["id"]: [node["html"][:160] for node in item["nodes"][:3]]
            for item in found
            if item["impact"] in {"serious", "critical"}
        }
        assert grave == {}, (place, width, scheme)


def test_a_figure_becomes_interactive_when_asked_and_goes_back(browser, reported, run):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((reported.report_dir("huacao", 2023) / "index.html").as_uri())
    assert page.evaluate("typeof Plotly") == "undefined", "the library is loaded only when it is asked for"
    figure = page.locator("figure").first
    figure.get_by_role("button", name="交互图").click()
    expect(figure.locator(".plot[data-drawn] svg.main-svg").first).to_be_visible(timeout=60_000)
    figure.get_by_role("button", name="恢复小图").click()
    expect(figure.locator(".plot > svg.fig").first).to_be_visible()
    page.close()


def test_the_first_screen_tells_the_verdict_and_the_three_things(browser, reported, run):
    for unit, year, things in (("huacao", 2023, 3), ("pujin", 2023, 3), ("xianghua", 2023, 2), ("maqiao", 2024, 3)):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto((reported.report_dir(unit, year) / "index.html").as_uri())
        assert page.locator("article.thing").count() == things
        for part in (".say", ".sure", "article.thing >> nth=0", "#money .flow", "#lost"):
            box = page.locator(part).first.bounding_box()
            assert box["y"] + box["height"] <= (900 if part != "#lost" else 1000), (unit, part)
        page.close()


def test_the_file_to_send_stands_alone_without_script_and_network(browser, reported, run, tmp_path):
    for unit in ("huacao", "xianghua"):
        alone = tmp_path / unit
        alone.mkdir()
        copy = alone / "报告.html"
        copy.write_bytes((reported.report_dir(unit, 2023) / "报告.html").read_bytes())
        context = browser.new_context(
            java_script_enabled=False, offline=True, viewport={"width": 390, "height": 844}, is_mobile=True,
            has_touch=True, device_scale_factor=2,
            user_agent="Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/107.0 "
            "Mobile Safari/537.36 MicroMessenger/8.0",
        )  # fmt: skip
        page = context.new_page()
        wanted: list[str] = []
        page.on("request", lambda request, kept=wanted: kept.append(request.url))
        page.goto(copy.as_uri())
        assert wanted == [copy.as_uri()]
        assert page.locator("h1").inner_text().startswith("华漕镇" if unit == "huacao" else "向化镇")
        box = page.locator("svg.fig").first.bounding_box()
        assert box["width"] > 300 and box["height"] > 40
        assert page.locator(".say").evaluate("e => getComputedStyle(e).fontSize") == "18px", "its style is in itself"
        summary = page.locator("details summary").first
        summary.scroll_into_view_if_needed()
        summary.click()
        assert page.locator("details[open]").count() >= 1, "what is folded opens without a script"
        context.close()


def test_no_code_on_the_page(reported, run):
    for report in run.reports:
        html = (reported.reports / report.page).read_text(encoding="utf-8")
        assert "import pandas" not in html
        assert "http://" not in html and "https://" not in html


@pytest.fixture
def phone(browser, reported, run):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto((reported.report_dir("huacao", 2023) / "index.html").as_uri())
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


def test_a_wide_table_becomes_a_list_on_a_phone(phone):
    table = phone.locator("#findings ~ .table.fold").first
    cells = table.locator("tbody tr").first.locator("td")
    assert table.evaluate("t => t.scrollWidth - t.clientWidth") <= 1
    assert cells.nth(1).evaluate("c => getComputedStyle(c, '::before').content").strip('"').startswith("发现")
    boxes = [cells.nth(place).bounding_box() for place in range(cells.count())]
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)
