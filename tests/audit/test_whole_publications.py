"""Whole publications (整份的公开文件): titles inside frames, notes, names that come again, and lists of places."""

from __future__ import annotations

import pytest

from evallib.audit import Cell, Piece, build_document, join_tables


def sure(audit):
    return [(f.code, f.printed, f.recomputed) for f in audit.findings if f.confidence != "low"]


def framed(title, rows, line):
    """A table as a sheet prints it: title and unit inside the frame, above the header."""
    lines = [[title, "", ""], ["", "", "单位：万元"], ["项目", "预算数", "决算数"], *rows]
    return Piece(line, rows=[[Cell(text, line + n) for text in row] for n, row in enumerate(lines)])


FIRST = [["一、教育支出", "410", "398"], ["二、卫生健康支出", "96", "101"]]
SECOND = [["一、教育支出", "155", "149"], ["二、卫生健康支出", "31", "33"]]


@pytest.mark.parametrize(
    ("title", "tables", "rows"),
    [("2025年市级支出决算表（5）", 2, 5), ("2025年全市支出决算表（4）", 1, 7)],
    ids=["another title", "the title again"],
)
def test_a_title_inside_the_frame_heads_a_table_of_its_own(title, tables, rows):
    pages = [framed("2025年全市支出决算表（4）", FIRST, 1), framed(title, SECOND, 11)]
    joined = join_tables(pages, [])
    assert (len(joined), len(joined[0].rows)) == (tables, rows)
    document = build_document("决算.pdf", [framed("2025年全市支出决算表（4）", FIRST, 1), framed(title, SECOND, 11)])
    assert [(table.title, table.unit) for _, table in document.tables][:1] == [("2025年全市支出决算表（4）", "万元")]


@pytest.mark.parametrize(("total", "found"), [("1,046", []), ("1,146", [("sum.table", "1,146万元", "1046万元")])])
def test_a_number_of_a_table_and_its_unit_are_a_line_of_their_own(audit_text, total, found):
    text = f"""2025年市本级社会保险基金收入决算表
表十七 单位：万元
项目\t预算数\t决算数
养老保险基金\t412\t408
医疗保险基金\t317\t322
工伤保险基金\t89\t91
失业保险基金\t227\t221
合计\t{total}\t1,042
"""
    # Each of the amounts is rounded: 412 + 317 + 89 + 227 = 1045.
    assert [f[:2] for f in sure(audit_text(text))] == [f[:2] for f in found]


PLACES = "从分地区情况看，东江市208.0亿元，增长32.9%；南湖市99.1亿元，增长26.4%；{name}174.3亿元，增长{rate}%；{last}。"


@pytest.mark.parametrize(
    ("name", "last", "found"),
    [
        ("西山市", "北原市236.3亿元，增长6.6%", False),
        ("西山市", "中平市236.3亿元（原221.7亿元），增长9.6%", True),
    ],
    ids=["a place whose name ends with 原", "what was before"],
)
def test_the_name_of_a_place_is_no_word_for_what_was_before(audit_text, name, last, found):
    audit = audit_text(PLACES.format(name=name, rate="14.6", last=last))
    assert bool(audit.findings) == found


NOTED = """项目\t2026年预算数\t2025年预算数\t增幅\t
教育支出\t365.5\t352.5\t3.7%\t
科技支出\t125.1\t118.8\t5.3%\t
卫生支出\t78.3\t84.4\t-7.2%\t
{row}
环保支出\t43.4\t40.1\t8.2%\t
"""


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("农林水支出\t176.0\t216.3\t3.9%\t④", []),
        ("地区生产总值\t176.0\t166.3\t4.9%\t", []),
        ("农林水支出\t176.0\t166.3\t8.8%\t", ["growth.table"]),
    ],
    ids=["a mark of a note", "at constant prices", "neither"],
)
def test_what_a_note_puts_on_another_base_and_real_growth_are_left(audit_text, row, found):
    assert [f.code for f in audit_text(NOTED.format(row=row)).findings if f.confidence != "low"] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1.甲指标为本部口径；2.乙指标为合并口径；3.2023－2025年均未审计；4.“--”代表不适用。", []),
        ("1.甲指标为本部口径；2.乙指标为合并口径；4.丙指标未审计；5.“--”代表不适用。", ["4."]),
        ("注：（1）甲为简称；（2）数据为年末数。\n正文在此。\n注：各指标越高越好；（2）乙为简称。", []),
    ],
    ids=["an item that begins with years", "an item left out", "two notes"],
)
def test_items_of_notes(audit_text, text, found):
    assert [f.printed for f in audit_text(text).findings if f.code == "name.numbering"] == found


def test_the_number_of_a_table_in_a_cell_is_not_left_out(audit_text):
    captions = "\n\n".join(f"表{n} 公司收入构成情况\n项目\t金额\n甲\t{n}1" for n in (1, 2, 3, 5, 6))
    assert [f.printed for f in audit_text(captions).findings if f.code == "name.numbering"] == ["表5"]
    swallowed = captions.replace("甲\t31", "甲\t31\n资料来源：年报 表4 公司权益\t12")
    assert not [f for f in audit_text(swallowed).findings if f.code == "name.numbering"]


OWN = "\n".join(f"{n}号项目为海棠区改造和配套工程。" for n in "一二三四五六")


@pytest.mark.parametrize(("name", "found"), [("海目棠区", []), ("月岭区", ["name.unit"])])
def test_a_character_of_another_line_makes_no_other_name(audit_text, name, found):
    text = f"{OWN}\n另有{name}改造和配套工程。"
    assert [f.code for f in audit_text(text).findings if f.code == "name.unit"] == found


@pytest.mark.parametrize(("measure", "found"), [("规上工业增加值", []), ("企业数", ["growth.prose"])])
def test_a_value_added_is_no_count_of_firms(audit_text, measure, found):
    text = f"规上工业企业达到629家，较上年增加37家；{measure}增长12.0%。"
    assert [f.code for f in audit_text(text).findings if f.confidence != "low"] == found


RATES = """公司盈利情况（单位：亿元、%）
科目\t2023年\t2024年\t2025年
利润总额\t{profit}
净利润\t{net}
营业利润率\t{rates}
"""


@pytest.mark.parametrize(
    ("profit", "net", "rates"),
    [("1.03\t0.12\t0.14", "0.88\t0.12\t0.15", "3.09\t3.79\t3.35")],
    ids=["a remainder of rounded noughts"],
)
def test_a_rate_that_rounding_alone_confirms_is_no_meaning(audit_text, profit, net, rates):
    assert sure(audit_text(RATES.format(profit=profit, net=net, rates=rates))) == []


LEVELS = """2025年国有资本经营预算收入表
单位：万元
项目\t合计\t本级\t区级
利润收入\t2,134\t1,104\t1,030
股息收入\t1,339\t509\t830
产权转让收入\t390\t108\t282
清算收入\t254\t250\t4
{row}
"""


@pytest.mark.parametrize(
    ("row", "found"),
    [("转移支付收入\t704\t704\t704", []), ("其他收入\t704\t312\t412", [("sum.table", "704万元", "724万元")])],
    ids=["passed on", "a digit"],
)
def test_what_one_level_hands_to_the_next_is_told_at_both(audit_text, row, found):
    assert [f[:2] for f in sure(audit_text(LEVELS.format(row=row)))] == [f[:2] for f in found]


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [("截至2025年5月底", "截至2025年3月底", []), ("2025年5月", "2025年3月", ["date.same"])],
    ids=["states", "an event"],
)
def test_a_state_is_told_of_any_day(audit_text, first, second, found):
    rest = "公司由第三方机构评定的存续债券共计若干只并已公告"
    text = f"{first}，{rest}。\n其间没有变化。\n{second}，{rest}。"
    assert [f.code for f in audit_text(text).findings if f.code == "date.same"] == found


@pytest.mark.parametrize(("works", "found"), [("公路改建工程", []), ("群众满意度", ["same.score"])])
def test_projects_on_one_road_are_no_indicator(audit_text, works, found):
    rows = "\n".join(f"G{n}0{n}{name}{works}\t{n}.0{n}\t1" for n, name in enumerate("甲乙丙丁", 1))
    other = rows.replace("1.01", "1.31")
    text = f"项目名称\t分值\t期数\n{rows}\n\n另有一张。\n\n项目名称\t分值\t期数\n{other}\n\n又有一张。\n\n项目名称\t分值\t期数\n{rows}"
    assert [f.code for f in audit_text(text).findings if f.code == "same.score"] == found


TAXES = """2025年收入决算表
单位：万元
项目\t预算数\t决算数
税收收入\t1,024\t{total}
增值税\t479\t486
国内增值税\t-\t486
企业所得税\t155\t172
个人所得税\t54\t97
资源税\t336\t374
"""


@pytest.mark.parametrize("total", ["1,129"])
def test_a_part_that_is_all_there_is_of_the_row_above_it_counts_once(audit_text, total):
    assert sure(audit_text(TAXES.format(total=total))) == []


@pytest.mark.parametrize(
    ("row", "found"),
    [("短期借款 6.15 4.47 5.94 0.80", []), ("短期借款6.15亿元，其中甲行4.47亿元、乙行1.98亿元", ["sum.prose"])],
    ids=["a row read as text", "a sentence"],
)
def test_figures_that_blanks_alone_part_make_no_sum(audit_text, row, found):
    text = f"公司负债情况\n{row}\n营业利润 0.01 0.80 0.83 0.78\n金水苑 14.28 11.94 8.34 83.72\n甲行另有说明。"
    assert [f.code for f in audit_text(text).findings if f.code == "sum.prose"] == found


@pytest.mark.parametrize("structure", ["4.2:27.7:68.1", "4.2：27.7：68.1"])
def test_a_proportion_is_no_total(audit_text, structure):
    text = f"民营经济三次产业结构为{structure}，物价上涨0.1，下降0.6，上涨2.4，上涨0.1，上涨1.6，下降3.8，上涨2.2。"
    assert [f for f in audit_text(text).findings if f.code == "sum.prose"] == []


BALANCES = """地方债务余额情况表
单位：亿元
地区\t合计\t一般债务\t专项债务
甲市\t220.13\t101.12\t119.01
乙市\t275.52\t115.11\t160.41
丙市\t294.28\t157.37\t136.91
丁市\t{whole}\t338.04\t755.32
"""


@pytest.mark.parametrize(("whole", "confidence"), [("1093.34", "medium"), ("1193.36", "high")])
def test_the_last_place_of_rounded_figures_is_less_sure(audit_text, whole, confidence):
    assert [f.confidence for f in audit_text(BALANCES.format(whole=whole)).findings] == [confidence]


PLACES_TOLD = "\n".join(f"{n}、东湖区财政局负责第{n}类项目。" for n in "一二三四五六")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("公司注册地址为海州市南岭区科技路。", []),
        ("，棚户区改造按期完成。", []),
        ("本年由南岭区承担管理责任。", ["name.unit"]),
    ],
    ids=["an address", "no place", "a name left in"],
)
def test_another_place_told_once(audit_text, text, found):
    audit = audit_text(f"{PLACES_TOLD}\n{text}")
    assert [f.code for f in audit.findings if f.code == "name.unit"] == found


PLAN = "年省本级收入预算数为371亿元。其中：\n（一）专项收入预算数为144.8亿元，减少25.81亿元，主要是{}一次性收入较多。\n（二）事业性收费收入预算数为72.66亿元。\n"
DONE = "2025年省本级收入执行情况如下。\n（一）专项收入预算数为148.03亿元。\n（二）事业性收费收入预算数为72.46亿元，执行数为76.51亿元。\n"
BETWEEN = "".join(f"第{number}项工作已经按计划推进，有关情况另行报告。\n" for number in range(12))


@pytest.mark.parametrize(
    ("plan", "found"), [("2026" + PLAN.format("2025年"), []), ("2025" + PLAN.format("上年"), ["same.sentence"])]
)
def test_items_below_a_year_are_of_that_year(audit_text, plan, found):
    assert [f[0] for f in sure(audit_text(DONE + BETWEEN + plan))] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2021年预算草案中，转移支付为25.47亿元，为截至2020年12月31日收到的提前下达数，支出随后安排。", []),
        ("2021年预算483.6万元，截至2020年12月31日，执行467.3万元。", ["date.outside"]),
    ],
)
def test_what_was_known_when_a_budget_was_made_is_no_early_closing(audit_text, text, found):
    assert [f[0] for f in sure(audit_text(text))] == found


def test_names_with_a_bare_figure_each_are_rows_and_no_list(audit_text):
    rows = "水污染防治资金 92,000\n流域生态补偿 70,000\n固体废物污染防治 15,000\n"
    assert not audit_text(rows).findings


@pytest.mark.parametrize(
    ("again", "last", "tables"),
    [("2025年市县转移支付表", "东县", 1), ("2025年市县转移支付表", "东县合计", 1), ("2026年市县转移支付表", "东县", 2)],
)
def test_a_page_that_repeats_title_and_header_goes_on_with_the_table(again, last, tables):
    def page(title, rows, line):
        head = ["市县别", "合计", "农村道路 养护资金", "校舍维修 补助资金"]
        cells = [[Cell(text, line + n) for text in row] for n, row in enumerate([head, *rows], 2)]
        return [Piece(line, title), Piece(line + 1, "单位：万元"), Piece(line + 2, rows=cells)]

    first = page("2025年市县转移支付表", [["市县合计", "1620", "1000", "620"], [last, "900", "500", "400"]], 1)
    pieces = [*first, *page(again, [["西县", "420", "300", "120"], ["南县", "300", "200", "100"]], 11)]
    assert sum(bool(piece.rows) for piece in join_tables(pieces, [])) == tables
