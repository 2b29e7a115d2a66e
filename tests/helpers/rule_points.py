"""Rules as plain data with values and the points for them of a weight of 10: each row was reckoned by hand from the rule's words."""

STEPS = {
    "kind": "steps",
    "target": "95",
    "unit": "%",
    "bad": "below",
    "per": "1",
    "counting": "proportional",
    "deduct": {"points": "0.5"},
}
ABOVE = STEPS | {"target": "10", "bad": "above"}
BOTH = STEPS | {"target": "0", "bad": "both", "tolerance": "10", "deduct": {"points": "1"}}
WHOLE = STEPS | {"per": "5", "counting": "whole", "deduct": {"points": "1"}}
STARTED = WHOLE | {"counting": "started"}
PIECES = STEPS | {"pieces": [{"beyond": "90", "deduct": {"points": "1"}, "per": "1"}]}
BONUS = STEPS | {"base": "8", "add": {"points": "0.5"}, "add_per": "1"}
ZERO = STEPS | {"zero": [{"high": "80", "high_in": False}]}
LAW = {"share": "0.02"}

STEP_ROWS = [
    (STEPS, {"95%": "10", "96%": "10", "94%": "9.5", "94.5%": "9.75", "75%": "0", "76%": "0.5", "74%": "0", "0%": "0"}),
    (STEPS | {"deduct": LAW}, {"95%": "10", "90%": "9", "45%": "0", "46%": "0.2"}),
    (ABOVE, {"9%": "10", "10%": "10", "11%": "9.5", "12.5%": "8.75", "30%": "0", "29%": "0.5"}),
    (BOTH, {"0": "10", "10%": "10", "-10%": "10", "11%": "9", "-11%": "9", "12.5%": "7.5", "-20%": "0", "20%": "0"}),
    (WHOLE, {"95%": "10", "90.1%": "10", "90%": "9", "85.5%": "9", "85%": "8", "45%": "0"}),
    (STARTED, {"95%": "10", "94.9%": "9", "90%": "9", "89.9%": "8", "85%": "8", "45%": "0"}),
    (PIECES, {"95%": "10", "92%": "8.5", "90%": "7.5", "89%": "6.5", "85%": "2.5", "82.5%": "0", "80%": "0"}),
    (PIECES | {"pieces": [*PIECES["pieces"], {"beyond": "85", "deduct": {"points": "2"}, "per": "2"}]},
     {"88%": "5.5", "85%": "2.5", "83%": "0.5", "82%": "0"}),
    (BONUS, {"95%": "8", "96%": "8.5", "97.5%": "9.25", "99%": "10", "100%": "10", "94%": "7.5", "79%": "0"}),
    (BONUS | {"max_add": {"points": "1"}}, {"96%": "8.5", "97%": "9", "99%": "9"}),
    (BONUS | {"max_add": {"share": "0.15"}}, {"96%": "8.5", "98%": "9.5", "99%": "9.5"}),
    (BONUS | {"base": "10", "cap": {"points": "12"}}, {"95%": "10", "97%": "11", "99%": "12", "100%": "12"}),
    (BONUS | {"counting": "whole"}, {"96.9%": "8.5", "97%": "9"}),
    (BONUS | {"deduct": None}, {"95%": "8", "90%": "ask", "97%": "9"}),
    (ZERO, {"80%": "2.5", "79.9%": "0", "95%": "10"}),
    (STEPS | {"zero": [{"high": "80", "high_in": True}]}, {"80%": "0", "80.5%": "2.75"}),
    (STEPS | {"zero": [{"high": "80", "high_in": None}]}, {"80%": "ask", "80.5%": "2.75", "79%": "0"}),
    (STEPS | {"first": {"points": "2"}}, {"95%": "10", "94%": "7.5", "90%": "5.5"}),
    (STEPS | {"max_deduct": {"points": "3"}}, {"94%": "9.5", "89%": "7", "80%": "7"}),
    (STEPS | {"max_deduct": {"share": "0.4"}}, {"90%": "7.5", "80%": "6"}),
    (STEPS | {"floor": "-2"}, {"75%": "0", "71%": "-2", "60%": "-2", "73%": "-1"}),
    (STEPS | {"base": "6"}, {"95%": "6", "94%": "5.5", "83%": "0"}),
    (STEPS | {"base": "12"}, {"95%": "12", "94%": "11.5"}),
    (STEPS | {"rows": [{"span": {"low": "98", "low_in": True}, "give": {"points": "12"}}]},
     {"98%": "12", "97.9%": "10", "94%": "9.5"}),
    (STEPS | {"rows": [{"span": {"high": "85", "high_in": True}, "give": {"deduct": {"points": "7"}}}]},
     {"86%": "5.5", "85%": "3", "80%": "3", "95%": "10"}),
    (STEPS | {"other_side": {"per": "2", "deduct": {"points": "1"}}}, {"95%": "10", "97%": "9", "99%": "8", "93%": "9"}),
    (STEPS | {"unit": "件", "target": "50", "relative": True, "deduct": {"points": "0.1"}},
     {"50件": "10", "45件": "9", "49件": "9.8", "60件": "10", "90%": "9"}),
    (STEPS | {"target": None}, {"94%": "ask"}),
    (STEPS | {"target": None, "reference": True}, {"0%": "10", "-2%": "9", "3%": "10"}),
    (STEPS | {"target": "30", "unit": "分钟", "bad": "above", "per": "5", "counting": "started"},
     {"30分钟": "10", "31分钟": "9.5", "0.5小时": "10", "1小时": "7", "40分钟": "9", "3件": "ask", "41": "8.5"}),
    (STEPS | {"target": "1", "unit": "名", "bad": "above", "counting": "whole", "deduct": {"points": "1"}},
     {"第1名": "10", "第3名": "8", "第12名": "0", "排名第2": "9"}),
    (STEPS | {"target": "0", "unit": "天", "bad": "above", "counting": "whole"},
     {"按期": "10", "逾期3天": "8.5", "提前2天": "10", "晚1周": "6.5", "晚2小时": "ask"}),
    (STEPS | {"target": "0", "unit": "天", "bad": "above", "due": "2024-11-30"},
     {"2024年11月30日": "10", "2024年12月4日": "8", "2024年11月2日": "10", "2024-12-01": "9.5"}),
    (STEPS | {"target": "0", "unit": "个月", "bad": "above", "due": "2024-11"},
     {"2024年11月30日": "10", "2024年12月4日": "ask"}),
]  # fmt: skip

ROWS = [
    {"span": {"low": "95", "low_in": True}, "give": {"full": True}},
    {"span": {"low": "90", "low_in": True, "high": "95", "high_in": False}, "give": {"points": "8"}},
    {"span": {"low": "80", "low_in": True, "high": "90", "high_in": False}, "give": {"share": "0.5"}},
]
RANGES = {"kind": "ranges", "measure": "value", "unit": "%", "rows": ROWS}
LATE = RANGES | {
    "measure": "late",
    "unit": "天",
    "rows": [
        {"span": {"high": "0", "high_in": True}, "give": {"full": True}},
        {"span": {"low": "0", "low_in": False, "high": "5", "high_in": True}, "give": {"deduct": {"points": "3"}}},
        {"span": {"low": "5", "low_in": False}, "give": {"points": "0"}},
    ],
}
PLACES = RANGES | {
    "measure": "rank",
    "unit": "名",
    "rows": [
        {"span": {"low": "1", "low_in": True, "high": "1", "high_in": True}, "give": {"full": True}},
        {"span": {"low": "2", "low_in": True, "high": "4", "high_in": True}, "give": {"points": "6"}},
    ],
    "else": {"points": "0"},
}


def one_row(give, **span):
    return RANGES | {"rows": [{"span": span, "give": give}]}


RANGE_ROWS = [
    (RANGES, {"95%": "10", "100%": "10", "94.9%": "8", "90%": "8", "89.9%": "5", "80%": "5", "79%": "ask", "95": "10"}),
    (RANGES | {"else": {"points": "1"}}, {"79%": "1", "80%": "5"}),
    (RANGES | {"else": {"judgement": True}}, {"79%": "judgement", "80%": "5"}),
    (RANGES | {"else": {"full": True}}, {"79%": "10"}),
    (RANGES, {"0.9": "ask", "1": "ask", "0": "ask", "1.5": "ask", "九成": "ask", "90件": "ask"}),
    (RANGES | {"small": True, "else": {"points": "0"}}, {"0.9": "0", "1": "0"}),
    (one_row({"full": True}, low="90", low_in=True), {"90%": "10", "60%": "ask", "-1%": "ask"}),
    (one_row({"points": "9"}, low="90", low_in=True), {"90%": "9", "60%": "ask"}),
    (one_row({"full": True}, low="90", low_in=None), {"90%": "10", "91%": "10"}),
    (one_row({"judgement": True}, low="90", low_in=True), {"90%": "judgement"}),
    (one_row({"deduct": {"points": "12"}}, high="60", high_in=True), {"60%": "0"}),
    (one_row({"deduct": {"share": "0.3"}}, high="60", high_in=True), {"60%": "7"}),
    (one_row({"full": True}, low="-5", low_in=True, high="5", high_in=False),
     {"-5%": "10", "4.9%": "10", "5%": "ask", "-5.1%": "ask"}),
    (one_row({"full": True}, high="5", high_in=True, absolute=True), {"-5%": "10", "5%": "10", "-6%": "ask"}),
    (RANGES | {"rows": [ROWS[0], ROWS[1] | {"span": ROWS[1]["span"] | {"high_in": None}}]}, {"95%": "ask"}),
    (RANGES | {"rows": [ROWS[1], ROWS[1] | {"span": {"low": "94", "low_in": None}}]}, {"94%": "8"}),
    (RANGES | {"rows": [{"span": {"low": "60", "low_in": True}, "give": {"points": "4"}}, ROWS[0]]},
     {"95%": "10", "94%": "4", "60%": "4"}),
    (RANGES | {"rows": [{"span": {"high": "60", "high_in": True}, "give": {"points": "4"}},
                        {"span": {"high": "30", "high_in": True}, "give": {"points": "2"}}]},
     {"60%": "4", "31%": "4", "30%": "2"}),
    (RANGES | {"rows": [{"span": {"low": "60", "low_in": True}, "give": {"points": "4"}},
                        {"span": {"high": "80", "high_in": True}, "give": {"points": "2"}}]}, {"70%": "ask", "81%": "4"}),
    (RANGES | {"rows": [{"span": {"low": "60", "low_in": True, "high": "70", "high_in": True}, "give": {"points": "4"}},
                        {"span": {"low": "70", "low_in": True, "high": "80", "high_in": True}, "give": {"points": "2"}}]},
     {"70%": "ask", "69%": "4", "71%": "2"}),
    (RANGES | {"rows": [{"span": {"low": "60", "low_in": True, "high": "80", "high_in": True}, "give": {"points": "4"}},
                        {"span": {"low": "65", "low_in": True, "high": "70", "high_in": True}, "give": {"points": "2"}}]},
     {"66%": "2", "64%": "4", "71%": "4"}),
    (LATE, {"按期": "10", "逾期1天": "7", "逾期5天": "7", "晚6天": "0", "提前3天": "10", "逾期": "ask", "迟到了": "ask",
            "晚1周": "0", "晚3件": "ask", "2024年5月1日": "ask"}),
    (LATE | {"due": "2024-06-30"}, {"2024年6月30日": "10", "2024年7月1日": "7", "2024年7月5日": "7", "2024/7/6": "0"}),
    (LATE | {"unit": "小时"}, {"逾期0小时": "10", "逾期3小时": "7", "逾期5小时": "7", "逾期6小时": "0"}),
    (LATE | {"unit": "分钟"}, {"逾期0分钟": "10", "逾期4分钟": "7", "逾期6分钟": "0"}),
    (LATE | {"due": "2024-02"}, {"2024年2月29日": "10", "2024年3月1日": "7"}),
    (LATE | {"rows": [LATE["rows"][0], {"span": {"low": "0", "low_in": False}, "give": {"points": "2"}}]},
     {"逾期": "2", "未按时": "2", "逾期30天": "2"}),
    (PLACES, {"第1名": "10", "第2名": "6", "第4名": "6", "第5名": "0", "3": "6"}),
    (PLACES | {"from_end": True}, {"第1名": "10", "第3名": "6", "第30名": "ask", "倒数第1名": "ask"}),
    (RANGES | {"measure": "met", "total": 4, "unit": "项", "rows": [
        {"span": {"low": "4", "low_in": True, "high": "4", "high_in": True}, "give": {"full": True}},
        {"span": {"low": "2", "low_in": True, "high": "3", "high_in": True}, "give": {"points": "5"}}],
        "else": {"points": "0"}},
     {"全部满足": "10", "满足①③": "5", "缺1项": "5", "满足1项": "0", "缺①②④": "0", "均不满足": "0", "3": "5", "尚可": "ask"}),
    (RANGES | {"measure": "missing", "unit": "项", "rows": [
        {"span": {"low": "1", "low_in": True, "high": "1", "high_in": True}, "give": {"points": "5"}},
        {"span": {"low": "2", "low_in": True}, "give": {"points": "1"}}],
        "all": {"full": True}}, {"缺1项": "5", "缺2项": "1", "全部满足": "ask", "2": "1"}),
]  # fmt: skip

RATIO = {"kind": "ratio", "unit": "%", "target": None}
LINE = {"kind": "line", "unit": "%", "anchors": [["60", "6"], ["80", "8"], ["100", "10"]]}
CURVES = [
    (RATIO, {"100%": "10", "88.5%": "8.85", "120%": "10", "0%": "0", "-10%": "0", "5件": "ask", "3/4": "7.5"}),
    (RATIO | {"uncapped": True}, {"120%": "12", "90%": "9"}),
    (RATIO | {"target": "95"}, {"95%": "10", "76%": "8", "99%": "10"}),
    (RATIO | {"target": "40", "unit": "件"}, {"30件": "7.5", "50件": "10", "75%": "7.5", "3万件": "10", "5米": "ask"}),
    (RATIO | {"target": "0"}, {"50%": "ask"}),
    (RATIO | {"inverse": True, "target": "50"}, {"50%": "10", "100%": "5", "40%": "10", "0%": "10", "-1%": "ask"}),
    (RATIO | {"times": "5"}, {"80%": "4", "300%": "10"}),
    (RATIO | {"zero": [{"high": "60", "high_in": False}]}, {"60%": "6", "59.9%": "0"}),
    (RATIO | {"full": [{"low": "95", "low_in": True}]}, {"95%": "10", "94%": "9.4"}),
    (RATIO | {"full": [{"low": "95", "low_in": True}], "uncapped": True}, {"95%": "9.5", "120%": "12"}),
    (RATIO | {"target": "50", "unit": "件", "zero_of_target": [{"high": "60", "high_in": True}]},
     {"30件": "0", "31件": "6.2", "50件": "10"}),
    (LINE, {"100%": "10", "110%": "10", "90%": "9", "80%": "8", "70%": "7", "65%": "6.5", "60%": "6", "59%": "ask"}),
    (LINE | {"zero": [{"high": "60", "high_in": False}]}, {"59%": "0", "60%": "6", "75%": "7.5"}),
    (LINE | {"anchors": [["60", "0"], ["100", "10"]]}, {"50%": "0", "60%": "0", "70%": "2.5", "100%": "10"}),
    (LINE | {"anchors": [["0", "10"], ["20", "0"]]}, {"0": "10", "5%": "7.5", "20%": "0", "30%": "0", "-1%": "10"}),
]  # fmt: skip


def thing(name="问题", unit="处", points="1", **more):
    return {"name": name, "unit": unit, "sign": "-", "amount": {"points": points}, "stated": True} | more


def items(*types, **more):
    return {"kind": "items", "types": list(types)} | more


EARLY, GONE = thing("迟到", "次", "0.5"), thing("旷工", "次", "2")
ITEMS = [
    (items(thing()), {"0处": "10", "3处": "7", "10处": "0", "12处": "0", "无": "10", "未发现": "10", "-1处": "ask",
                      "有": "9", "是": "9", "否": "10", "良好": "ask", "20%": "ask"}),
    (items(thing(amount={"share": "0.05"})), {"0处": "10", "2处": "9", "20处": "0"}),
    (items(thing(stated=False)), {"1处": "9", "0处": "10", "2处": "ask"}),
    (items(thing(once=True)), {"1处": "9", "5处": "9", "0处": "10"}),
    (items(thing(free="2")), {"2处": "10", "3处": "9", "5处": "7"}),
    (items(thing(at_least="3")), {"2处": "10", "3处": "7", "4处": "6"}),
    (items(thing(group="5", counting="whole")), {"4处": "10", "5处": "9", "9处": "9", "10处": "8"}),
    (items(thing(group="5", counting="started")), {"1处": "9", "5处": "9", "6处": "8"}),
    (items(thing(group="5", counting="proportional")), {"1处": "9.8", "6处": "8.8"}),
    (items(thing(ladder=[["1", {"points": "0.5"}], ["4", {"points": "1"}]])),
     {"0处": "10", "1处": "9.5", "3处": "8.5", "4处": "7.5", "6处": "5.5"}),
    (items(thing(ladder=[["1", {"points": "1"}], ["2", {"points": "2"}], ["3", {"points": "3"}]])),
     {"1处": "9", "2处": "7", "3处": "4", "4处": "1", "5处": "0"}),
    (items(thing(all_from=["3", {"points": "2"}])), {"2处": "8", "3处": "4", "4处": "2"}),
    (items(thing(factor="2")), {"2处": "6"}),
    (items(thing(repeat_factor="2")), {"1处": "9", "0处": "10", "2处": "ask"}),
    (items(thing(repeat_factor="1")), {"2处": "8", "3处": "7"}),
    (items(thing(max={"points": "2.5"})), {"2处": "8", "3处": "7.5", "9处": "7.5"}),
    (items(thing(required="12", missing=True, unit="次")), {"12次": "10", "10次": "8", "14次": "10", "缺2次": "8"}),
    (items(thing(), max_deduct={"points": "4"}), {"3处": "7", "4处": "6", "9处": "6"}),
    (items(thing(), floor="-3"), {"12处": "-2", "15处": "-3"}),
    (items(thing(), zero=[{"low": "3", "low_in": True}]), {"2处": "8", "3处": "0", "4处": "0"}),
    (items(thing(sign="+"), base="0"), {"0处": "0", "4处": "4", "12处": "10"}),
    (items(thing(sign="+"), base="0", cap="3"), {"2处": "2", "3处": "3", "4处": "3"}),
    (items(thing(sign="+"), base="5", max_add="2"), {"1处": "6", "2处": "7", "3处": "7"}),
    (items(thing("缺项", "项"), total=4), {"全部满足": "10", "缺2项": "8", "满足①②": "8", "均不满足": "6"}),
    (items(thing("满足", "项", "2.5", sign="+"), total=4, base="0"),
     {"全部满足": "10", "缺1项": "7.5", "满足①②": "5", "均不满足": "0"}),
    (items(thing("满足", "项", "2", sign="+"), base="0"), {"全部满足": "10", "缺1项": "ask", "满足2项": "4"}),
    (items(EARLY, GONE), {"3次": "ask", "0次": "10", "无": "10", "迟到": "9.5", "旷工": "8", "早退": "ask"}),
    (items(EARLY, GONE, good=["全勤"], judged=["情况特殊"]), {"全勤": "10", "情况特殊": "judgement", "旷工": "8"}),
    (items(thing("台账未建立")), {"未建立": "9", "已建立": "10", "台账未建立": "9"}),
]  # fmt: skip

POOL = {"kind": "parts", "pool": True, "parts": [
    {"name": "机扫率", "weight": "10", "text": "机扫率每低1个百分点扣0.5分", "rule": STEPS},
    {"name": "漏洒水", "weight": "10", "text": "漏洒水每次扣3分", "rule": items(thing("漏洒水", "次", "3"))},
]}  # fmt: skip
BELOW = RATIO | {"times": "8", "within": {"high": "80", "high_in": False}}
MISSING = RANGES | {"measure": "missing", "unit": "项", "total": 3, "rows": [
    {"span": {"low": "0", "low_in": True, "high": "0", "high_in": True}, "give": {"full": True}},
    {"span": {"low": "1", "low_in": True, "high": "1", "high_in": True}, "give": {"points": "5"}}]}  # fmt: skip
SAVED = items(thing("节约", "万元", "0.5", sign="+"), base="0")
EDGES = [
    (STEPS | {"target": None, "reference": True}, {"50%": "ask", "49%": "10", "60%": "ask", "-2%": "9", "持平": "10"}),
    (items(thing("台账不全", ""), good=["台账齐全"]), {"台账齐全": "10", "齐全": "10", "台账不全": "9", "不全": "9", "较好": "ask"}),
    (STEPS, {"1": "ask", "-1": "ask", "0.5": "ask", "0": "0", "1%": "0", "≥95%": "10", ">96%": "10", "≥100%": "10", "≤95%": "ask", "<60%": "0", "≥94%": "ask"}),
    (ABOVE, {"≤10%": "10", "<10%": "10", "≥10%": "ask", ">30%": "0", "≤11%": "ask"}),
    (RATIO | {"uncapped": True}, {"≥100%": "ask", "≥90%": "ask", "超额20%": "12"}),
    (RATIO, {"低于20%": "8", "超额5%": "10", "高于5%": "10", "≥100%": "10", "不足10%": "9"}),
    (RATIO | {"target": "100"}, {"低于20%": "8"}), (RATIO | {"target": "40", "unit": "件"}, {"低于20%": "ask"}),
    (STEPS | {"target": "40", "unit": "件"}, {"37件": "8.5"}),
    (STEPS | {"target": "40", "unit": "件", "relative": True, "deduct": {"points": "0.1"}}, {"低于5%": "9.5", "38件": "9.5"}),
    (BELOW, {"50%": "4", "79%": "6.32", "80%": "ask", "90%": "ask"}),
    (BELOW | {"rows": [{"span": {"low": "80", "low_in": True}, "give": {"points": "9"}}]}, {"50%": "4", "80%": "9", "100%": "9"}),
    (MISSING, {"全部满足": "10", "缺1项": "5", "满足①②": "5", "缺2项": "ask", "均不满足": "ask"}),
    (MISSING | {"all": {"points": "0"}}, {"全部满足": "10", "均不满足": "0", "缺1项": "5", "缺3项": "0"}),
    (LATE | {"unit": "个月", "due": "2024-06-30"}, {"2024年6月30日": "10", "2024年6月1日": "10", "2024年7月10日": "ask", "逾期2个月": "7"}),
    (LATE | {"unit": "周", "due": "2024-06-30"}, {"2024年6月30日": "10", "2024年7月14日": "7", "2024年8月11日": "0", "逾期2周": "7"}),
    (SAVED, {"2万元": "1", "20000元": "1", "0万元": "0", "3小时": "ask", "3": "1.5"}),
    (items(thing("等候", "分钟", "0.5")), {"4分钟": "8", "0.1小时": "7", "2件": "9", "3公里": "ask"}),
    (items(thing(repeat_factor="2")), {"10处": "0", "3处": "ask"}), (items(thing(repeat_factor="0.5")), {"1处": "9", "2处": "ask"}),
    (items(thing(sign="+"), base="0", max_add="3"), {"2处": "2", "5处": "3"}), (items(thing(), base="8", cap="6"), {"0处": "6", "3处": "5"}),
    (items(thing(), zero=[{"low": "3", "low_in": False}]), {"3处": "7", "4处": "0"}),
    (items(thing(max={"share": "0.25"})), {"2处": "8", "3处": "7.5"}), (items(thing(group="5", counting="whole", free="2")), {"6处": "10", "7处": "9", "12处": "8"}),
]  # fmt: skip

SEVERAL = [
    (items(EARLY, GONE), {"迟到": "3次", "旷工": "1次"}, "6.5"),
    (items(EARLY, GONE), {"旷工": "1次", "迟到": "0"}, "8"),
    (items(EARLY, GONE), {"旷工": "否", "迟到": "否"}, "10"),
    (items(EARLY, GONE), {"旷工": "5次", "迟到": "4次"}, "0"),
    (items(EARLY, GONE), {"早退": "1次", "请假": "2次"}, "ask"),
    (items(EARLY, GONE), [1, 2], "ask"),
    (items(EARLY | {"sign": "+"}, GONE | {"sign": "+"}, base="0"), {"迟到": "3次", "旷工": "1次"}, "3.5"),
    (items(EARLY | {"sign": "+"}, GONE | {"sign": "+"}, base="0", highest=True), {"迟到": "3次", "旷工": "1次"}, "2"),
    (items(EARLY | {"sign": "+"}, GONE, base="5"), {"迟到": "3次", "旷工": "1次"}, "4.5"),
    (items(EARLY, GONE, good=["到岗"], averaged=True), {"到岗": "7人", "迟到": "2人", "旷工": "1人"}, "9.7"),
    (items(EARLY, GONE, good=["到岗"], averaged=True), {"到岗": "0人", "迟到": "0人", "旷工": "0人"}, "ask"),
    (items(EARLY, GONE, good=["到岗"], averaged=True), {"到岗": "7人", "迟到": "几人", "旷工": "1人"}, "ask"),
    (PLACES, {"名次": "第2名", "总数": "12"}, "6"),
    (POOL, {"机扫率": "93%", "漏洒水": "2次"}, "3"), (POOL, {"机扫率": "95%", "漏洒水": "0次"}, "10"), (POOL, {"机扫率": "75%", "漏洒水": "1次"}, "0"),
    (POOL, {"机扫率": "93%"}, "9"), (POOL, {"漏洒水": "2次"}, "ask"),
    (items(thing("投诉", "件"), thing("被查实", "件", factor="2")), {"未被查实": "2件", "被查实": "1件"}, "6"),
    (items(thing("投诉", "件"), thing("被查实", "件", factor="2")), {"一般": "2件", "被查实": "1件"}, "6"),
    (items(thing("投诉", "件"), thing("被查实", "件", factor="2")), {"投诉": "3件", "被查实": "0件"}, "7"),
    (LATE | {"unit": "个月"}, {"应完成": "2024年6月30日", "实际完成": "2024年7月3日"}, "ask"),
    (LATE | {"unit": "周"}, {"应完成": "2024年6月30日", "实际完成": "2024年7月14日"}, "7"),
    (STEPS, {"完成率": "93%"}, "9"), (RANGES, {"完成率": "92%"}, "8"), (items(thing()), {"问题": "2处"}, "8"),
    (PLACES | {"measure": "rank_share", "unit": "%", "rows": [
        {"span": {"high": "25", "high_in": True}, "give": {"full": True}}]}, {"名次": "第3名", "单位数": "12个"}, "10"),
    (PLACES | {"measure": "rank_share", "unit": "%", "rows": [
        {"span": {"high": "25", "high_in": True}, "give": {"full": True}}]}, {"名次": "第4名", "单位数": "12个"}, "0"),
    (PLACES | {"measure": "rank_share", "unit": "%"}, {"名次": "第4名", "单位数": "0个"}, "ask"),
    (RATIO, {"完成数": "30件", "计划数": "40件"}, "7.5"),
    (RATIO, {"完成数": "30件", "计划数": "0件"}, "ask"),
    (RATIO, {"完成数": "30件", "办结数": "40件"}, "ask"),
    (RATIO, {"完成数": "30件", "计划数": "40米"}, "ask"),
    (RATIO, {"完成数": "30件"}, "ask"),
    (RATIO, {"本年": "30件", "上年": "40件"}, "ask"),
    (RATIO, {"甲": "1件", "乙": "2件", "丙": "3件"}, "ask"),
    (STEPS | {"target": "0", "change": "auto"}, {"本年": "93%", "上年": "95%"}, "9"),
    (STEPS | {"target": "0", "change": "auto"}, {"本年": "95%", "上年": "93%"}, "10"),
    (STEPS | {"target": "0", "change": "auto"}, {"本年": "38件", "上年": "40件"}, "7.5"),
    (STEPS | {"target": "0", "change": "auto", "unit": "件"}, {"本年": "38件", "上年": "40件"}, "9"),
    (STEPS | {"target": "0", "change": "relative"}, {"本年": "38件", "上年": "0件"}, "ask"),
    (STEPS | {"target": "5", "change": "auto", "fall": True}, {"本年": "38件", "上年": "40件"}, "10"),
    (STEPS | {"target": "5", "change": "auto", "fall": True}, {"本年": "39件", "上年": "40件"}, "8.75"),
    (STEPS | {"target": None, "reference": True}, {"本单位": "92%", "平均": "94%"}, "9"),
    (LATE, {"应完成": "2024年6月30日", "实际完成": "2024年7月3日"}, "7"),
    (LATE, {"实际完成": "2024年7月6日", "应完成": "2024年6月30日"}, "0"),
    (STEPS | {"each": "mean"}, ["95%", "93%", "91%"], "9"),
    (STEPS | {"each": "sum"}, ["95%", "93%", "91%"], "7"),
    (STEPS | {"each": "best"}, {"甲": "93%", "乙": "91%"}, "9"),
    (STEPS | {"each": "worst"}, {"甲": "93%", "乙": "91%"}, "8"),
    (STEPS | {"each": "sum"}, ["75%", "76%"], "0"),
    (STEPS | {"each": "mean"}, ["95%", "三成"], "ask"),
    (STEPS | {"each": "mean"}, [], "ask"),
    (STEPS, ["95%", "93%"], "ask"),
    (BOTH | {"each": "sum"}, ["0%", "5%"], "10"),
    (BOTH | {"each": "sum"}, ["0%", "15%"], "ask"),
    (STEPS | {"veto": ["弄虚作假"]}, {"完成率": "95%", "弄虚作假": "是"}, "0"),
    (STEPS | {"veto": ["弄虚作假"]}, {"完成率": "93%", "弄虚作假": "否"}, "9"),
    (STEPS | {"veto": ["弄虚作假"]}, {"完成率": "93%", "弄虚作假": "2起"}, "0"),
    (STEPS | {"veto": ["弄虚作假"]}, {"完成率": "93%", "弄虚作假": "0起"}, "9"),
    (STEPS | {"veto": ["弄虚作假"]}, {"完成率": "93%", "一票否决": "是"}, "0"),
    (STEPS | {"veto": ["弄虚作假"]}, "弄虚作假", "0"),
]  # fmt: skip

MET = {"kind": "met"}
PARTS = {
    "kind": "parts",
    "parts": [
        {"name": "方案", "weight": "4", "rule": MET},
        {"name": "台账", "weight": "3", "rule": MET},
        {"name": "总结", "weight": "3", "rule": MET},
    ],
}
WORDS = {
    "kind": "words",
    "tiers": [
        {"words": ["制度健全"], "give": {"full": True}},
        {"words": ["制度较健全"], "give": {"points": "6"}},
        {"words": ["制度不健全"], "give": {"share": "0.2"}},
    ],
}
GRADES = {
    "kind": "words",
    "tiers": [
        {"words": ["优秀"], "give": {"full": True}},
        {"words": ["良好"], "give": {"deduct": {"points": "2"}}},
        {"words": ["合格"], "give": {"judgement": True}},
    ],
    "else": {"points": "0"},
}
YEARS = {
    "kind": "words",
    "tiers": [
        {"words": ["较上年提高"], "give": {"full": True}},
        {"words": ["与上年持平"], "give": {"points": "6"}},
        {"words": ["较上年下降"], "give": {"points": "1"}},
    ],
}
INDEX = {"kind": "index", "levels": {"满意": "1", "基本满意": "0.6", "不满意": "0"}, "rule": RATIO}
DONE, DUE, ONE = ["name", "办结"], ["name", "应办"], ["number", "1"]
FORMULA = {"kind": "formula", "formula": ["*", ["/", DONE, DUE], ["weight"]], "names": ["办结", "应办"]}
ALONE = FORMULA | {"names": ["办结"]}
OTHERS = [
    (MET, "是", "10"), (MET, "否", "0"), (MET, "全部满足", "10"), (MET, "均不满足", "0"), (MET, "部分满足", "ask"),
    (MET, {"甲": 1}, "ask"), (MET, True, "10"), (MET, False, "0"), (MET, "未完成", "0"), (MET, "符合", "10"),
    (PARTS, "全部满足", "10"), (PARTS, "满足①③", "7"), (PARTS, "缺②", "7"), (PARTS, "缺①②", "3"),
    (PARTS, "均不满足", "0"), (PARTS, "是", "10"), (PARTS, "否", "0"), (PARTS, "满足2项", "ask"), (PARTS, "尚可", "ask"),
    (PARTS, {"方案": "是", "台账": "否", "总结": "是"}, "7"), (PARTS, {"总结": "是", "方案": "否", "台账": "否"}, "3"),
    (PARTS, {"方案": "是", "台账": "否"}, "ask"), (PARTS, {"方案": "是", "台账": "大体", "总结": "是"}, "ask"),
    (PARTS | {"choose": "best"}, {"方案": "是", "台账": "否", "总结": "是"}, "4"),
    (PARTS | {"choose": "worst"}, {"方案": "是", "台账": "是", "总结": "是"}, "3"),
    (WORDS, "健全", "10"), (WORDS, "较健全", "6"), (WORDS, "不健全", "2"), (WORDS, "制度健全", "10"), (WORDS, "优秀", "ask"),
    (WORDS, {"制度": "较健全"}, "6"), (GRADES, "优秀", "10"), (GRADES, "良好", "8"), (GRADES, "合格", "judgement"), (GRADES, "否", "0"),
    (GRADES, "中等", "judgement"),
    (GRADES | {"tiers": GRADES["tiers"][:2]}, "中等", "ask"),
    (YEARS, {"本年": "93%", "上年": "90%"}, "10"), (YEARS, {"本年": "90%", "上年": "90%"}, "6"),
    (YEARS, {"本年": "89%", "上年": "90%"}, "1"), (YEARS, {"本年": "89%"}, "ask"), (YEARS, {"本年": "好", "上年": "差"}, "ask"),
    (YEARS, {"甲": "1", "乙": "2", "丙": "3"}, "ask"), (YEARS, "0", "6"), (YEARS, "-2%", "1"),
    (INDEX, {"满意": "80", "基本满意": "10", "不满意": "10"}, "8.6"), (INDEX, "86%", "8.6"),
    (INDEX, {"满意": "80", "基本满意": "10", "弃权": "10"}, "ask"), (INDEX, {"满意": "80", "基本满意": "10", "不满意": "10"}, "8.6"), (INDEX, {"满意": "0"}, "ask"),
    (INDEX, {"满意": "多数"}, "ask"), (INDEX, {"满意": "3", "不满意": "1"}, "7.5"),
    (FORMULA, {"办结": "30", "应办": "40"}, "7.5"), (FORMULA, {"办结": "30", "应办": "0"}, "ask"),
    (FORMULA, {"办结": "30"}, "ask"), (FORMULA, "30", "ask"), (FORMULA, {"办结": "多", "应办": "40"}, "ask"),
    (FORMULA, {"办结": "50", "应办": "40"}, "10"), (ALONE | {"formula": DONE}, "7", "7"), (ALONE | {"formula": DONE}, "12", "10"),
    (ALONE | {"formula": DONE}, "40%", "0.4"), (ALONE | {"formula": DONE}, "-3", "0"),
    (ALONE | {"formula": ["*", ["-", ONE, DONE], ["weight"]]}, "15%", "8.5"),
    (ALONE | {"formula": ["+", ["weight"], ["*", ["number", "-2"], DONE]]}, "3", "4"),
    (ALONE | {"formula": ["/", ["weight"], DONE]}, "0", "ask"), (ALONE | {"formula": ["/", ["weight"], DONE]}, "4", "2.5"),
    ({"kind": "judgement", "why": "由专家评定"}, "95%", "judgement"),
]  # fmt: skip

CASES = [
    *(
        (rule, value, points)
        for table in (STEP_ROWS, RANGE_ROWS, CURVES, ITEMS, EDGES)
        for rule, row in table
        for value, points in row.items()
    ),
    *SEVERAL,
    *OTHERS,
]
