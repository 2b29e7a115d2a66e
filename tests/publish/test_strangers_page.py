"""What a page says of hand-ins that nobody here made: a department's form, a form left empty, requests without rates, a survey."""

import pytest

from evallib.checks import UnitData, clean_unit
from evallib.publish import UnitPage, first_screen_html, lay_out, show_rates

pytestmark = pytest.mark.slow

HEADER = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]
GOALS = [
    ["产出指标", "数量指标", "文化活动场次", "≥20场", "24场", 40, 40, None],
    ["效益指标", "社会效益", "公共服务水平", "有所提升", "有所提升", 30, 27, None],
    ["满意度指标", "满意度", "群众满意率", "≥90%", "81%", 20, 18, "宣传不足"],
]
FUNDS = [
    ["预算执行（万元）", None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    [None, "年度资金总额", 100, 100, 90, 10, "90%", 9],
]


def form(head, goals=GOALS, total=94):
    return [["部门整体支出绩效自评表"], *head, *FUNDS, HEADER, *goals, ["总分", None, None, None, None, 100, total]]


DEPARTMENT = [["部门名称", "某区文化和旅游局"]]
EMPTY = [["项目支出绩效自评表"], ["项目名称", None], ["实施单位", None], FUNDS[0], [None, "年度资金总额"], HEADER,
         ["产出指标", "数量指标", "指标1："], ["满意度指标", "满意度", "指标1："], ["总分", None, None, None, None, 100]]  # fmt: skip
ORDERS = [["工单编号", "受理时间", "办结时间", "应办结时间", "满意度"]] + [
    [f"GD{n:04}", f"2024-{n % 12 + 1:02}-05 09:00", f"2024-{n % 12 + 1:02}-0{6 + n % 3} 09:00", f"2024-{n % 12 + 1:02}-07 09:00",
     "不满意" if n % 8 == 0 else "满意"] for n in range(80)
]  # fmt: skip
SURVEY = [["社区", "非常满意", "满意", "一般", "不满意", "不了解"], ["东街社区", 40, 40, 10, 10, 20],
          ["西街社区", 50, 40, 5, 5, 0]]  # fmt: skip


@pytest.fixture
def page(empty_workspace, workbook):
    def make(unit="文旅局", **sheets):
        for name, rows in sheets.items():
            workbook({name: rows}, empty_workspace.raw_dir(unit, 2024) / f"{name}.xlsx")
        result = clean_unit(empty_workspace.at(unit, 2024))
        return UnitPage(UnitData(empty_workspace, unit, 2024)), result

    return make


def test_a_departments_form_is_no_project_and_names_its_unit(page):
    shown, result = page(自评表=form(DEPARTMENT))
    html = first_screen_html(shown)
    assert "<span>某区文化和旅游局</span><span>部门整体支出</span>" in html and "个项目" not in html
    assert shown.messages.verdict.headline.startswith("部门整体支出自评为“优”")
    assert shown.messages.budget.headline == "部门整体支出未调整，执行率 90.00%"
    assert "取自部门整体支出绩效自评表" in shown.messages.budget.text and 'href="#scorecard"' in html
    assert shown.data.info.name == "文旅局"  # the folder's name stays where it is a name
    assert not [problem for problem in result.problems if "实施单位" in problem.message]
    named, _ = page("wlj", 自评表=form(DEPARTMENT))
    assert named.name == "某区文化和旅游局"  # letters are none


def test_a_form_left_empty_keeps_no_other_one_out(page):
    shown, result = page(自评表=form(DEPARTMENT), 空表=EMPTY)
    assert [problem.message for problem in result.problems if problem.file == "空表.xlsx"] == [
        "自评表是没有填写的空白模板，没有项目名称和指标，未读入"
    ]
    assert not result.rejected and len(shown.cards) == 1


def test_a_score_inside_the_range_of_its_level_is_the_assessors(page):
    shown, _ = page(自评表=form(DEPARTMENT))
    card = shown.cards[0]
    assert (card.total, card.scores["C11"].status, card.findings) == (94, "rule", [])
    assert shown.messages.certainty.text.startswith("4 项指标按规则复算均一致")


def test_a_score_that_its_rule_denies_is_said_first(page):
    goals = [GOALS[0], GOALS[1], [*GOALS[2][:6], 15, None]]
    shown, _ = page(自评表=form(DEPARTMENT, goals, 91))
    assert shown.messages.things[0].headline == "填报 91.00 分，按规则为 94.00 分"
    assert "群众满意率，没有写原因" in shown.messages.things[0].text
    assert "4 项指标中 3 项按规则复算一致，1 项自评扣分多于规则（共 3.00 分）" in shown.messages.certainty.text
    assert shown.messages.lost.headline == "自评失 9.00 分，按规则复算应失 6.00 分"
    # The printed scores add up to the printed total: nobody added wrongly.
    assert [finding.code for finding in shown.cards[0].findings] == [
        "scoring.published_differs",
        "scoring.total_follows",
    ]


def test_what_no_rule_decides_is_not_lost_by_the_rules(page):
    goals = [GOALS[0], [*GOALS[1][:3], "健全", "基本健全", 30, 27, None], GOALS[2]]
    shown, _ = page(自评表=form(DEPARTMENT, goals))
    assert shown.cards[0].total is None
    assert shown.messages.lost.headline == "自评失 6.00 分"
    assert shown.messages.verdict.headline.startswith("部门整体支出自评 94 分，等级待定")


def test_projects_without_an_initial_budget_show_the_one_they_have(page):
    rows = [
        ["项目名称", "预算金额（万元）", "已支付（万元）", "支付进度"],
        ["网格巡查", 80, 60, "75.00%"],
        ["大厅改造", 50, 40, "80.00%"],
    ]
    html = first_screen_html(page(项目清单=rows)[0])
    assert "<th scope=col>调整后</th>" in html and "<td>75.00%</td>" in html and "年初" not in html


def test_projects_stand_by_amount_with_the_rate_of_what_they_had(page):
    rows = [
        ["项目名称", "年初预算（万元）", "调整后预算（万元）", "执行数（万元）"],
        ["安全巡查", 20, 10, 8],
        ["大厅改造", 50, 80, 60],
        ["网格巡查", 40, None, 10],
        ["资料整理", 30, 30, None],
    ]
    html = first_screen_html(page(项目清单=rows)[0])
    table = html[html.index("各项目预算与执行") :]
    names = ["大厅改造", "网格巡查", "资料整理", "安全巡查"]
    assert sorted(names, key=table.index) == names
    assert "<td>50.00</td><td>80.00</td><td>60.00</td><td>75.00%</td>" in table
    assert "<td>25.00%*</td>" in table and "* 无调整后预算，按执行÷年初预算" in table
    assert "<td>未提供</td><td>—</td>" in table


def test_the_form_made_keeps_the_order_of_the_form_handed_in(page):
    goals = [["履职效能", "工作完成", "任务完成率", "≥90%", "95%", 30, 30, None], [*GOALS[0][:5], 20, 20, None],
             [*GOALS[1][:5], 20, 17, None], GOALS[2]]  # fmt: skip
    shown, _ = page(自评表=form(DEPARTMENT, goals))
    laid = lay_out(shown.cards[0])
    own = [cell.text.replace("\n", "") for cell in laid.cells if cell.column == 1 and cell.row > laid.indicator_row]
    assert own == ["履职效能", "产出指标", "效益指标", "满意度指标"]


def test_a_word_that_only_a_person_can_judge_is_shown_and_asks_for_nothing(page):
    goals = [GOALS[0], [*GOALS[1][:3], "显著", "较显著", 30, 26, "受未完工点位影响"], GOALS[2]]
    card = page(自评表=form(DEPARTMENT, goals, 93))[0].cards[0]
    assert (card.scores["C11"].status, card.scores["C11"].value_text) == ("judged", "较显著")
    assert not card.problems and card.title == "某区文化和旅游局 2024年度"


def test_requests_alone_have_their_rates_on_the_first_screen(page, monkeypatch):
    shown, read = page(工单=ORDERS)
    assert not [problem for problem in read.problems if "未填写的过多" in problem.message]  # of columns that it lacks
    assert (
        shown.messages.verdict.headline
        == "未提交评分数据，不评定等级；工单 80 件，市民满意率 87.50%，按时办结率 67.50%，超时率 32.50%"
    )
    html = first_screen_html(shown)
    assert "市民满意率 <b>87.50%</b>" in html and "70／80 件" in html
    # Nobody who only writes when an order was closed says that none came back.
    rates = shown.requests.rates().set_index("rate")
    assert rates.loc["returned_rate", "note"] == "工单没有状态，也没有是否退回的标记，不计算"
    assert "退回率" not in html
    shown_rates(shown, monkeypatch)


def shown_rates(page, monkeypatch):
    """The table of rates says in plain words that nobody recorded who was called first."""
    texts: list[str] = []
    monkeypatch.setattr(
        "evallib.publish.page.showing._display", lambda bundle, **_: texts.append(str(bundle.get("text/html", "")))
    )
    show_rates(page.requests)
    assert "工单没有这项记录（分母为 0），无法计算" in "".join(texts)


def test_a_survey_without_weights_tells_who_is_satisfied(page):
    told = page(满意度调查=SURVEY)[0].messages.section("satisfaction")
    assert told.headline == "两项合计满意率 85.00%，最低东街社区 80.00%"
    assert "选“非常满意、满意”的人数占表态人数" in told.text


def test_what_was_not_read_is_named_in_a_few_words(page):
    shown, _ = page(自评表=form(DEPARTMENT), 杂表=[["甲方", "乙方", "丙"], ["x", 1, 2], ["y", 3, 4]])
    handed_in = shown.messages.trust[0]
    assert handed_in.text == "2 份文件 2 张表，认不出 1 张表（杂表）"


def test_nothing_unread_is_called_stored(page, empty_workspace):
    shown, _ = page(自评表=form(DEPARTMENT))
    assert shown.messages.trust[0].text == "1 份文件 1 张表，均已入库"
    (empty_workspace.raw_dir("文旅局", 2024) / "四率.wps").write_bytes(b"no workbook")
    shown, _ = page(自评表=form(DEPARTMENT))
    assert "均已入库" not in shown.messages.trust[0].text and "四率.wps" in shown.messages.trust[0].text


def test_a_slip_in_one_item_of_a_long_list_heads_no_page(page):
    head = ["名称", "数量", "单价（元）", "金额（元）"]
    items = [["台式电脑", 1, 4980, 4980] for _ in range(60)]
    slight, _ = page("甲局", 资产=[head, *items, ["空调", 1, 5299, 5399]])
    grave, _ = page("乙局", 资产=[head, *items[:3], ["空调", 2, 5299, 5299]])
    assert len(slight.findings) == len(grave.findings) == 1
    assert not slight.messages.things and [thing.anchor for thing in grave.messages.things] == ["findings"]


def test_a_form_that_claims_another_grade_than_its_rules_give_says_both(page):
    goals = [[*GOALS[0][:4], "12场", 40, 40, None], *GOALS[1:]]
    shown, _ = page(自评表=form(DEPARTMENT, goals, 94))
    assert shown.messages.verdict.headline.startswith("部门整体支出自评为“优”，按规则复算为“中”")


def test_a_total_that_its_points_do_not_make_is_no_agreement(page):
    shown, _ = page(自评表=form(DEPARTMENT, total=92))
    [told] = [item.text for item in shown.messages.trust if item.label == "勾稽发现"]
    assert told == f"{len(shown.findings)} 处，另有得分与规则 1 处不符"
    assert shown.messages.section("findings").headline.endswith("公布得分与评分规则 1 处不符")


def test_what_could_not_be_opened_is_not_called_missing(page, empty_workspace):
    folder = empty_workspace.raw_dir("文旅局", 2024)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "自评表.xlsx").write_bytes(b"PK\x03\x04 broken")
    shown, _ = page()
    assert shown.messages.verdict.headline == "提交的文件没有全部读入，暂不评定等级；请先改正没有读入之处"
    assert shown.messages.section("findings").headline == "没有可以核对的报表"


def test_hints_are_not_counted_among_what_is_to_be_reviewed(page):
    shown, result = page(自评表=form(DEPARTMENT))
    hints = [problem for problem in result.problems if problem.severity == "note"]
    [told] = [item.text for item in shown.messages.trust if item.label == "待复核"]
    assert hints and told == f"0 处，另有提示 {len(hints)} 处"


def test_months_without_a_total_are_all_in_their_figure(page):
    months = [["月份", "先行联系率", "按时办结率"], *([f"{month}月", "97.5%", "88.1%"] for month in (7, 8, 9))]
    shown, _ = page("某街道", 四率=months)
    assert list(dict.fromkeys(shown.rates_within["period"])) == ["7月", "8月", "9月"]
    assert set(shown.current_rates["period"]) == {"9月"}
