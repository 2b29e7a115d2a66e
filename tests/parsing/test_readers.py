"""Numbers, shares, dates, moments, limits and phrases as people write them, and what each of them means."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from evallib.parsing import (
    choose_order,
    compare,
    judge_phrase,
    lost_digits,
    lost_zeros,
    parse_date,
    parse_numeral,
    parse_percentage,
    read_limit,
    read_moment,
    read_moments,
    read_order_id,
    undress,
)

D = Decimal


@pytest.mark.parametrize(("text", "value"), [
    ("0", "0"), ("12", "12"), ("１２", "12"), ("1,200", "1200"), ("1,200.50", "1200.50"), ("-3.5", "-3.5"), ("+7", "7"), (".5", "0.5"),
    ("3万", "30000"), ("1.5万", "15000"), ("2百万", "2000000"), ("3千万", "30000000"), ("2亿", "200000000"), ("1万亿", "1000000000000"),
    ("十", "10"), ("十二", "12"), ("二十", "20"), ("二十五", "25"), ("一百", "100"), ("一百零五", "105"), ("一百一十", "110"), ("三百二十一", "321"),
    ("一千", "1000"), ("三千零五", "3005"), ("三千零五十", "3050"), ("一万", "10000"), ("一万二千", "12000"), ("十万", "100000"), ("两万三千四百五十六", "23456"),
    ("三百万", "3000000"), ("一亿", "100000000"), ("一亿二千万", "120000000"), ("万", "10000"), ("两", "2"), ("零", "0"), ("二〇二三", "2023"), ("壹佰贰拾", "120"),
    ("三点一四", "3.14"), ("十二点五", "12.5"),
])  # fmt: skip
def test_numerals(text, value):
    found = parse_numeral(text)
    assert [reading.value for reading in found] == [D(value)]
    assert (found[0].low, found[0].high) == (D(value), D(value))


@pytest.mark.parametrize("text", ["", "个", "12个", "1,20", "一二三个", "1.2.3", "约12", "12-13"])
def test_what_is_no_numeral(text):
    assert parse_numeral(text) == []


@pytest.mark.parametrize(("text", "options", "values"), [
    ("95%", {}, ["0.95"]), ("95.8％", {}, ["0.958"]), ("9‰", {}, ["0.009"]), ("百分之九十五", {}, ["0.95"]), ("百分之12.5", {}, ["0.125"]),
    ("九成", {}, ["0.9"]), ("九成五", {}, ["0.95"]), ("九成半", {}, ["0.95"]), ("三成半", {}, ["0.35"]), ("0.958", {}, ["0.958", "0.00958"]), ("1", {}, ["1", "0.01"]), ("1.01", {}, ["0.0101", "1.01"]),
    ("95", {}, ["0.95", "95"]), ("-0.5", {}, ["-0.5", "-0.005"]), ("-1", {}, ["-1", "-0.01"]), ("-12", {}, ["-0.12", "-12"]), ("0", {}, ["0"]),
    ("97", {"percent_header": True}, ["0.97"]), ("0.97", {"percent_header": True}, ["0.0097"]), ("0.97", {"percent_format": True}, ["0.97"]),
    ("97%", {"percent_header": True}, ["0.97"]), ("1.2", {"percent_format": True, "percent_header": True}, ["1.2"]),
    ("很高", {}, []), ("百分之很多", {}, []), ("x%", {}, []),
])  # fmt: skip
def test_percentages(text, options, values):
    assert [reading.value for reading in parse_percentage(text, **options)] == [D(value) for value in values]


@pytest.mark.parametrize(("text", "low", "high", "value", "op"), [
    ("2023年12月31日", "2023-12-31", "2023-12-31", "2023-12-31", ""), ("2023-12-31", "2023-12-31", "2023-12-31", "2023-12-31", ""),
    ("2023/1/2", "2023-01-02", "2023-01-02", "2023-01-02", ""), ("20230105", "2023-01-05", "2023-01-05", "2023-01-05", ""),
    ("202302", "2023-02-01", "2023-02-28", "2023-02-28", ""), ("2024年2月", "2024-02-01", "2024-02-29", "2024-02-29", ""),
    ("二〇二三年十二月三十一日", "2023-12-31", "2023-12-31", "2023-12-31", ""), ("12月20日", "2023-12-20", "2023-12-20", "2023-12-20", ""),
    ("12月", "2023-12-01", "2023-12-31", "2023-12-31", ""), ("12月底前", "2023-12-31", "2023-12-31", "2023-12-31", "≤"),
    ("6月上旬", "2023-06-01", "2023-06-10", "2023-06-10", ""), ("6月中旬", "2023-06-11", "2023-06-20", "2023-06-20", ""),
    ("6月下旬", "2023-06-21", "2023-06-30", "2023-06-30", ""), ("6月底", "2023-06-30", "2023-06-30", "2023-06-30", ""),
    ("一季度", "2023-01-01", "2023-03-31", "2023-03-31", ""), ("第三季度", "2023-07-01", "2023-09-30", "2023-09-30", ""),
    ("四季度末", "2023-12-31", "2023-12-31", "2023-12-31", ""), ("上半年", "2023-01-01", "2023-06-30", "2023-06-30", ""),
    ("下半年", "2023-07-01", "2023-12-31", "2023-12-31", ""), ("2022年下半年", "2022-07-01", "2022-12-31", "2022-12-31", ""),
    ("2024年", "2024-01-01", "2024-12-31", "2024-12-31", ""), ("当年", "2023-01-01", "2023-12-31", "2023-12-31", ""),
    ("2023年底前", "2023-12-31", "2023-12-31", "2023-12-31", "≤"), ("2023年5月10日前", "2023-05-10", "2023-05-10", "2023-05-10", "≤"),
    ("2023年5月10日24时前完成", "2023-05-10", "2023-05-10", "2023-05-10", "≤"),
])  # fmt: skip
def test_dates(text, low, high, value, op):
    found = parse_date(text, year=2023)[0]
    assert (str(found.low), str(found.high), str(found.value), found.op) == (low, high, value, op)


@pytest.mark.parametrize(("text", "days"), [
    ("9月前", ["2023-08-31", "2023-09-30"]), ("三季度前", ["2023-06-30", "2023-09-30"]), ("1月前", ["2022-12-31", "2023-01-31"]),
    ("2023年前", ["2022-12-31", "2023-12-31"]), ("6月上旬前", ["2023-06-10"]),
])  # fmt: skip
def test_before_a_period_begins_or_by_its_end(text, days):
    assert [str(reading.value) for reading in parse_date(text, year=2023)] == days


@pytest.mark.parametrize("text", ["2023年2月30日", "2023年13月", "0月", "6/6", "及时", "2023年4月31日", "5季度"])
def test_no_such_day(text):
    assert parse_date(text, year=2023) == []
    assert parse_date("9月前") == [] and parse_date("12月20日") == []


@pytest.mark.parametrize(("text", "meant"), [
    ("2023-03-05 23:59:59", "2023-03-05 23:59:59"), ("2023-03-05 00:00", "2023-03-05 00:00:00"), ("2023-03-05 24:00", "2023-03-06 00:00:00"),
    ("2023-03-05 9点半", "2023-03-05 09:30:00"), ("2023-03-05 9点一刻", "2023-03-05 09:15:00"), ("2023-03-05 9点三刻", "2023-03-05 09:45:00"),
    ("2023-03-05 上午9:00", "2023-03-05 09:00:00"), ("2023-03-05 上午12:00", "2023-03-05 12:00:00"), ("2023-03-05 下午1:00", "2023-03-05 13:00:00"),
    ("2023-03-05 下午12:30", "2023-03-05 12:30:00"), ("2023-03-05 中午12:30", "2023-03-05 12:30:00"), ("2023-03-05 中午11:30", "2023-03-05 11:30:00"),
    ("2023-03-05 中午1:30", "2023-03-05 13:30:00"), ("2023-03-05 晚上8:00", "2023-03-05 20:00:00"), ("2023-03-05 凌晨12:10", "2023-03-05 00:10:00"),
    ("2023-03-05 凌晨3:10", "2023-03-05 03:10:00"), ("2023-03-05 12:10 AM", "2023-03-05 00:10:00"), ("2023-03-05 12:10 PM", "2023-03-05 12:10:00"),
    ("2023-03-05 11:10 pm", "2023-03-05 23:10:00"), ("2023-03-05T01:00:00Z", "2023-03-05 09:00:00"), ("2023-03-05T01:00:00+05:30", "2023-03-05 03:30:00"),
    ("2023-03-05T01:00:00-05:00", "2023-03-05 14:00:00"), ("2023-03-05T20:00:00+0000", "2023-03-06 04:00:00"), ("5 March 2023", "2023-03-05 00:00:00"),
    ("Dec 31, 2023", "2023-12-31 00:00:00"), ("202303051402", "2023-03-05 14:02:00"), ("20230305140203", "2023-03-05 14:02:03"),
    ("20230305140203999", "2023-03-05 14:02:03"), ("20231305", None), ("18991231235959", None), ("21010101000000", None), ("21001231000000", None), ("20991231000000", "2099-12-31 00:00:00"),
    ("946684800", None), ("0946684800", None), ("1000000000", "2001-09-09 09:46:40"), ("1700000000", "2023-11-15 06:13:20"), ("1700000000000", "2023-11-15 06:13:20"), ("1700000000999", "2023-11-15 06:13:20"),
    ("1700000000000000", "2023-11-15 06:13:20"), ("2208988801", None), ("20000", "1954-10-03 00:00:00"), ("19999", None), ("80000", "2119-01-11 00:00:00"),
    ("80001", None), ("45000.25", "2023-03-15 06:00:00"), ("2023-03-05 25:00", None), ("2023-03-05 23:60", None), ("2023-03-05 23:59:60", None),
    ("2023-03-05 24:01", None), ("23年3月5日", "2023-03-05 00:00:00"), ("2023-03-05 星期日", "2023-03-05 00:00:00"), ("2023-03-05 周一", None), ("2023-03-05（日）", "2023-03-05 00:00:00"), ("2023-03-05 (六)", None), ("2023年3月5日 礼拜天 9:00", "2023-03-05 09:00:00"),
    ("Sun, 5 Mar 2023", "2023-03-05 00:00:00"), ("Mon, 5 Mar 2023", None),
])  # fmt: skip
def test_moments(text, meant):
    found = read_moment(text)
    assert (None if found is None else str(found.at)) == meant


def test_moments_know_whether_the_clock_was_told():
    assert [read_moment(text).has_clock for text in ("2023-03-05", "2023-03-05 00:00", "45000", "45000.5", "1700000000")] == [
        False, True, False, True, True]  # fmt: skip
    assert str(read_moment("45000", is_1904=True).at) == "2027-03-16 00:00:00"
    assert str(read_moment("2023-03-05T01:00:00Z", zone=UTC).at) == "2023-03-05 01:00:00"


def test_what_the_file_has_to_tell():
    june = date(2023, 6, 1)
    assert str(read_moment("3日9时", within=june).at) == "2023-06-03 09:00:00"
    assert str(read_moment("7月3日", within=june).at) == "2023-07-03 00:00:00"
    assert read_moment("3日") is None and read_moment("7月3日") is None and read_moment("31日", within=june) is None
    assert [(m.order, str(m.at.date())) for m in read_moments("03/05/2023")] == [
        ("mdy", "2023-03-05"),
        ("dmy", "2023-05-03"),
    ]
    assert [m.order for m in read_moments("25/05/2023")] == ["dmy"]
    assert [(m.order, str(m.at.date())) for m in read_moments("23-3-1")] == [
        ("ymd2", "2023-03-01"),
        ("dmy2", "2001-03-23"),
    ]
    assert read_moment("03/05/2023", "mdy").at == datetime(2023, 3, 5) and read_moment("03/05/2023") is None


def test_the_order_of_a_column():
    assert choose_order(["03/05/2023", "25/05/2023"]) == "dmy"
    assert choose_order(["03/05/2023", "04/05/2023"]) is None
    assert choose_order(["03/05/2023", "04/05/2023"], "dmy") == "dmy"
    assert choose_order(["03/25/2023"], "dmy") == "mdy"
    assert choose_order(["03/25/2023", "25/03/2023"]) is None
    assert choose_order(["2023-03-05", "abc"]) == "ymd" and choose_order(["abc"]) is None
    assert choose_order(["23-3-1", "23-4-2"], years=range(2022, 2025)) == "ymd"


MONDAY = datetime(2023, 3, 6, 9, 30)


@pytest.mark.parametrize(("text", "header", "count", "unit", "ends"), [
    ("5个工作日", "", 5, "working_days", "2023-03-13 23:59:59"), ("三个工作日内", "", 3, "working_days", "2023-03-09 23:59:59"),
    ("1工作日", "", 1, "working_days", "2023-03-07 23:59:59"), ("5天", "", 5, "days", "2023-03-11 23:59:59"), ("3-5天", "", 5, "days", "2023-03-11 23:59:59"),
    ("72小时", "", 72, "hours", "2023-03-09 09:30:00"), ("1.5小时", "", 1.5, "hours", "2023-03-06 11:00:00"), ("30分钟", "", 30, "minutes", "2023-03-06 10:00:00"),
    ("十五个工作日", "", 15, "working_days", "2023-03-27 23:59:59"), ("二十天", "", 20, "days", "2023-03-26 23:59:59"), ("十天", "", 10, "days", "2023-03-16 23:59:59"),
    ("当日", "", 0, "days", "2023-03-06 23:59:59"), ("8工作小时", "", 8, "working_hours", None), ("5", "办理时效(天)", 5, "days", "2023-03-11 23:59:59"),
    ("5", "办理时限", 5, None, None), ("5", "时限（小时）", 5, "hours", "2023-03-06 14:30:00"),
])  # fmt: skip
def test_limits_and_when_they_end(text, header, count, unit, ends):
    limit = read_limit(text, header)
    assert (limit.count, limit.unit) == (count, unit)
    found = limit.ends(MONDAY, lambda day: day.weekday() < 5)
    assert (None if found is None else str(found)) == ends


@pytest.mark.parametrize("text", ["2023-03-05", "尽快", "", "5号前", "约定时间"])
def test_what_is_no_limit(text):
    assert read_limit(text) is None


@pytest.mark.parametrize(("text", "number", "doubt"), [
    ('="0123"', "0123", ""), ("'0123", "0123", ""), ("123.0", "123", ""), ("123.00", "123", ""), ("123.5", "123.5", ""), ("3.1E+17", "3.1E+17", "scientific"),
    ("1E5", "1E5", "scientific"), ("12E5", "12E5", ""), ("#REF!", "", "error"), ("#n/a", "", "error"), ("A-01", "A-01", ""),
])  # fmt: skip
def test_order_numbers(text, number, doubt):
    assert (read_order_id(text).text, read_order_id(text).doubt) == (number, doubt)


def test_digits_and_zeros_that_spreadsheets_lose():
    exact = ["310112202303009984", "310112202303010048", "310112202303010112", "310112202303010176"]
    assert all(int(float(text)) == int(text) for text in exact), "each of these is a float"
    assert lost_digits(exact) and not lost_digits(exact[:3]) and not lost_digits(exact[:1])
    assert lost_digits([exact[0]] * 2) and not lost_digits([*exact, "310112202303001001"])
    assert lost_digits(["310112202303000000", "310112202304000000"])
    assert not lost_digits(["1000000000000000", "1000000000000000"]), "sixteen digits fit"
    assert lost_zeros(["000123", "125"]) == 6 and lost_zeros(["000123", "000124"]) is None
    assert (
        lost_zeros(["000123", "1234567"]) is None
        and lost_zeros(["0123", "000123", "5"]) is None
        and lost_zeros([]) is None
    )


@pytest.mark.parametrize(("wanted", "said", "met"), [
    ("显著提升", "明显提升", True), ("明显提升", "有所提升", None), ("有所提升", "显著提升", True), ("有所提升", "逐步提高", True), ("提升", "有所提升", True),
    ("提升", "显著提升", True), ("减少", "显著下降", True), ("显著提升", "显著下降", None), ("不发生", "未发生", True), ("不发生投诉", "未发生投诉", True),
    ("不发生投诉", "未发生事故", None), ("不发生投诉", "无", True), ("高中低", "高", True), ("高中低", "中", None), ("优良中差", "优", True), ("优良中差", "差", None),
    ("改善", "未完成", False), ("改善", "尚未实现", False), ("改善", "部分完成", None), ("改善", "已完成", True), ("改善", "按时完成", True), ("改善", "达到预期目标", True),
    ("健全。", "健全", True), ("制度健全", "制度健全了", True), ("改善", "看情况", None), ("使人民群众的生活环境得到显著提升", "明显提升", None),
])  # fmt: skip
def test_phrases(wanted, said, met):
    assert judge_phrase(wanted, said)[0] is met


@pytest.mark.parametrize(("target", "value", "met"), [
    ("≥90", "90%", True), ("≥90", "89%", False), ("≥100", "100%", True), ("≥1", "1%", None), ("≥101", "101%", None), ("≤195万元", "195", True),
    ("≤195万元", "196", False), ("≤100万元", "20", True), ("≤100万元", "19", None), ("≤100万元", "501", None), ("≤100万元", "500", False),
    ("≥95%", "200", True), ("≥95%", "201", None), ("≥95%", "0", False), ("≤5%", "3", True), ("≤5%", "0.03", True), ("≥50%", "0.6", True),
    ("≥20%", "1", True), ("≥19%", "1", None), ("≥50%", "1.5", None), ("≤40%", "1.5", True), ("≥85%", "≥90%", True), ("≤85%", "≤80%", True), ("≤85%", "≤90%", False),
    ("≥85%", "≤80%", False), ("≥85%", "≤85%", None), ("≥85%", "＜85%", None), ("≤85%", "≥90%", None), (">85%", ">85%", True), (">85%", "85%", False),
    ("<85%", "85%", False), ("<85%", "84%", True), ("0起", "1起", False), ("=0起", "0起", True), ("≥0起", "3起", True), ("≤2小时", "120分钟", True),
    ("≤2小时", "121分钟", False), ("≤1天", "24小时", True), ("≤1天", "25小时", False), ("≥3公里", "2999米", False), ("5次", "5起", True), ("5人", "5件", None),
    ("0件", "0人", True), ("6/6", "6", True), ("80-90", "90", True), ("80-90", "91", False), ("80-90", "80", True), ("80-90", "82-88", True), ("80-90", "82-95", None),
])  # fmt: skip
def test_targets_at_their_edges(target, value, met):
    assert compare(target, value, year=2023).met is met


@pytest.mark.parametrize(("text", "core", "unit", "letter", "points", "period"), [
    ("年初预算（万元）", "年初预算", "万元", "", "", ""), ("全年执行数(B)", "全年执行数", "", "B", "", ""), ("执行率（C=B/A）", "执行率", "", "C=B/A", "", ""),
    ("产出指标（50分）", "产出指标", "", "", "50", ""), ("*单位名称", "单位名称", "", "", "", ""), ("2023年预算数", "预算数", "", "", "", "2023年"),
    ("一、基本支出", "基本支出", "", "", "", ""), ("满意率%", "满意率", "%", "", "", ""), ("金额/万元", "金额", "万元", "", "", ""),
    ("（一）人员经费", "人员经费", "", "", "", ""), ("预算数A", "预算数", "", "A", "", ""), ("合计（元）（A）", "合计", "元", "A", "", ""),
])  # fmt: skip
def test_headers_without_their_decorations(text, core, unit, letter, points, period):
    found = undress(text)
    assert (found.core, found.unit, found.letter, found.points, found.period_text) == (
        core,
        unit,
        letter,
        points,
        period,
    )


def test_of_which_and_numbering_are_kept_apart():
    assert undress("其中：项目支出").of_which and undress("其中：项目支出").core == "项目支出"
    assert not undress("其中").of_which and undress("其中").core == "其中"
    assert undress("一、基本支出").numbering == "一、" and undress("1.5倍").numbering == ""
