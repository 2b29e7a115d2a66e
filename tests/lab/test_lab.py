"""A person at the laboratory: opens it, picks another unit, runs all, sorts, clicks, reads the rows behind, exports a report.

Pictures are kept in the folder named by EVALLIB_PICTURES.
"""

import os
from pathlib import Path

import pytest
from lab_person import PATIENCE, Person
from programs import ARGUMENTS, need
from served_lab import TOKEN, served

pytestmark = [
    pytest.mark.long,
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """A new workspace with all samples and synthetic requests of one of them, in a folder with Chinese and spaces."""
    from evallib.intake import write_sample
    from evallib.workbench import make_workspace

    root = make_workspace(tmp_path_factory.mktemp("评价 组") / "我的 工作区", samples="all", templates=False).root
    write_sample(root / "data/raw/huacao/2023", "huacao", 2023, 800, 1)
    return root


@pytest.fixture(scope="module")
def lab(workspace):
    with served(workspace) as lab:
        yield lab


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=need("chromium"), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def person(browser, lab):
    return Person(browser, lab)


def test_the_start_stands_in_front_in_chinese(person):
    person.open()
    person.keep("lab-1-开始")
    assert "%E5%BC%80%E5%A7%8B" in person.page.url or "开始" in person.page.title()
    assert person.page.locator(".lm-MenuBar-item", has_text="文件").count() == 1
    assert person.page.locator(".lm-TabBar-tab", has_text="开始.ipynb").count() >= 1
    assert person.page.locator(".Toastify__toast").count() == 0, "no popup asks about news"
    assert person.elsewhere == [], "nothing is asked of another host"


def test_another_unit_and_year_are_picked_and_all_is_run(person):
    person.run_all()
    lists = person.shown().locator("select.widget-dropdown, .widget-dropdown select")
    lists.first.wait_for(timeout=PATIENCE)
    assert "华漕镇（示例）2023年四率" in person.shown().inner_text()
    lists.nth(0).select_option(label="马桥镇（示例）")
    person.page.wait_for_function(
        "[...document.querySelectorAll('.widget-dropdown select')][1].selectedOptions[0]?.text === '2024'"
    )
    person.run_all()
    person.page.wait_for_function(
        "document.body.innerText.includes('马桥镇（示例）2024年各表的状态')", timeout=PATIENCE
    )
    lists.nth(0).select_option(label="华漕镇（示例）")
    person.page.wait_for_timeout(1000)
    lists.nth(1).select_option(label="2022")
    person.page.wait_for_timeout(1000)
    person.run_all()
    person.page.wait_for_function(
        "document.body.innerText.includes('华漕镇（示例）2022年预算与支出')", timeout=PATIENCE
    )
    person.keep("lab-2-换单位年度")


def test_a_table_is_sorted_searched_and_offers_excel(person):
    table = person.shown().locator(".dt-container:has(caption:has-text('2022年预算与支出'))").first
    table.scroll_into_view_if_needed(timeout=PATIENCE)
    amounts = (
        "rows => rows.map(row => row.cells[1].textContent.replace(/,/g, '')).filter(text => !isNaN(text)).map(Number)"
    )
    head = table.locator("thead th").nth(1)
    for falling in (False, True):
        head.click()
        for _ in range(40):
            shown = table.locator("tbody tr").evaluate_all(amounts)
            if len(shown) > 2 and shown == sorted(shown, reverse=falling):
                break
            person.page.wait_for_timeout(100)
        else:
            raise AssertionError((falling, shown))
    assert table.locator("button", has_text="导出 Excel").count() == 1
    person.keep("lab-3-排序")
    with person.page.expect_download(timeout=PATIENCE) as loaded:
        table.locator("button", has_text="导出 Excel").click()
    assert loaded.value.suggested_filename.endswith(".xlsx")


def test_a_click_on_a_bar_marks_the_rows_behind(person):
    plot = person.shown().locator(".js-plotly-plot:has(.bars .point path)").first
    plot.scroll_into_view_if_needed(timeout=PATIENCE)
    person.page.wait_for_timeout(1500)
    box = plot.locator(".bars .point path").first.bounding_box()
    person.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    picked = person.shown().locator("details.evallib-behind[open] tr.picked")
    picked.first.wait_for(timeout=30_000)
    assert picked.count() >= 1
    person.keep("lab-4-点图")


def test_the_report_is_exported(person, tmp_path):
    answers = []

    def through(route):  # what the browser itself asks for, and is given
        answers.append(route.fetch(timeout=PATIENCE))
        route.fulfill(response=answers[-1])

    person.context.route("**/nbconvert/**", through)
    person.menu("文件", "保存并导出笔记本为", "导出报告")
    for _ in range(240):
        if answers:
            break
        person.page.wait_for_timeout(500)
    assert answers[0].ok and "attachment" in answers[0].headers["content-disposition"]
    target = tmp_path / "报告.html"
    target.write_bytes(answers[0].body())
    text = target.read_text(encoding="utf-8")
    assert 'lang="zh-CN"' in text and "华漕镇（示例）2022年预算与支出" in text
    assert "evallib-screen" not in text and "ITable" not in text
    page, fetched = person.context.new_page(), []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(target.as_uri())
    page.wait_for_selector(".plot svg.fig", timeout=PATIENCE)
    assert page.locator("h2", has_text="预算").is_visible()
    assert [url for url in fetched if not url.startswith(("data:", "blob:"))] == [target.as_uri()]
    if folder := os.environ.get("EVALLIB_PICTURES"):
        page.screenshot(path=Path(folder) / "lab-5-导出的报告.png")
    page.close()


OTHER = ("单位", "浦锦街道（示例）")


@pytest.mark.parametrize(
    ("name", "said", "choices", "then"),
    [
        ("四率", "各指标的算式", (OTHER, ("区间", "99%")), "样本率与 99% 区间"),
        ("满意度", "各指标的算式", (OTHER,), "浦锦街道（示例）"),
        ("预算调整", "各年合计", (OTHER,), "浦锦街道（示例）"),
        ("工单", "工单明细（只供内部使用）", (("区间", "90%"),), "各率、90% 区间与变动"),
        ("评分", "提分空间与敏感性", (OTHER,), "浦锦街道（示例） 2023 年度得分"),
        ("核对", "核对相符的数字", (OTHER,), "浦锦街道（示例） 2023 年度勾稽核对"),
        ("全区", "各街镇 2023 年度对照", (("年度", "2022"),), "各街镇 2022 年度对照"),
        ("月报", "工单月报", (("月份", "2023-08"),), "2023年8月工单月报"),
    ],
)
def test_each_question_has_controls_that_draw_again(person, name, said, choices, then):
    person.open(f"lab/tree/notebooks/{name}.ipynb")
    person.run_all()
    person.wait_for(said)
    person.keep(f"lab-{name}")
    for control, other in choices:
        box = person.shown().locator(".widget-dropdown", has_text=control).first
        box.locator("select").select_option(label=other)
    person.wait_for(then)
    errors = person.shown().locator("[data-mime-type='application/vnd.jupyter.stderr']")
    assert person.elsewhere == [] and errors.count() == 0


def test_the_exporter_is_our_page(lab):
    assert "导出报告" in lab.json(f"api/nbconvert?token={TOKEN}")
