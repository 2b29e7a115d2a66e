"""Hot words and published counts: small tables that are counted by eye, chances from scipy's exact test."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from scipy.stats import fisher_exact

from evallib.indicators import published_counts
from evallib.indicators.hot_words import hot_words, words_of


def text(*words: str) -> str:
    return "，".join(words)


NOW = [text("路灯", "楼道")] * 6 + [text("路灯")] * 5 + [text("噪音")] * 4 + [text("楼道")] * 2 + ["", text("堆物")]
BEFORE = [text("路灯")] * 9 + [text("噪音")] * 1 + [text("垃圾")] * 7 + [""] * 3


def counted(texts: list[str]) -> dict[str, int]:
    words = {word for one in texts for word in one.split("，") if word}
    return {word: sum(word in one.split("，") for one in texts) for word in words}


@pytest.mark.parametrize(("least", "top"), [(4, 20), (5, 20), (1, 20), (1, 1), (4, 2), (8, 20), (12, 20)])
def test_words_by_the_requests_in_which_they_stand(least, top):
    table = hot_words(NOW, BEFORE, least=least, top=top)
    now, before = counted(NOW), counted(BEFORE)
    words = {word for word in {*now, *before} if now.get(word, 0) >= least or before.get(word, 0) >= least}
    raw = {}
    for word in words:
        here, there = now.get(word, 0), before.get(word, 0)
        cells = [[here, len(NOW) - here], [there, len(BEFORE) - there]]
        raw[word] = min(1.0, 2 * min(fisher_exact(cells, alternative=way).pvalue for way in ("less", "greater")))
    adjusted, highest = {}, 0.0
    for step, word in enumerate(sorted(raw, key=lambda word: (raw[word], word))):
        highest = min(1.0, max(highest, raw[word] * (len(raw) - step)))
        adjusted[word] = highest
    told = sorted((word for word in words if now.get(word, 0) >= least), key=lambda word: (-now[word], word))
    rises = {
        word for word in told if adjusted[word] < 0.05 and now[word] / len(NOW) > before.get(word, 0) / len(BEFORE)
    }
    assert table["word"].tolist() == told[:top] + [word for word in told[top:] if word in rises]
    assert list(table.columns) == [
        "word",
        "now_count",
        "now_rate",
        "before_count",
        "before_rate",
        "change_pp",
        "p_adjusted",
        "is_rise",
    ]
    for row in table.itertuples():
        assert (row.now_count, row.before_count) == (now[row.word], before.get(row.word, 0))
        assert row.now_rate == pytest.approx(now[row.word] / len(NOW))
        assert row.change_pp == pytest.approx(100 * (row.now_rate - row.before_rate))
        assert row.p_adjusted == pytest.approx(adjusted[row.word]) and bool(row.is_rise) is (row.word in rises)


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [(9, 9, False), (9, 8, True), (8, 9, True), (8, 8, True), (10, 10, False), (9, None, False), (8, None, True)],
)
def test_a_word_of_the_form_itself_is_no_hot_word(now, before, told):
    texts = [text("路灯")] * now + [""] * (10 - now)
    earlier = [] if before is None else [text("路灯")] * before + [""] * (10 - before)
    table = hot_words(texts, earlier, least=1)
    assert ("路灯" in table["word"].tolist()) is told
    if before is None and told:
        assert math.isnan(table["before_rate"][0]) and math.isnan(table["p_adjusted"][0]) and not table["is_rise"][0]


def test_which_words_tell_a_matter():
    assert words_of("路灯坏了，路灯不亮") >= {"路灯"} and words_of("市民来电反映问题，希望尽快处理") == set()
    assert not {word for word in words_of("张**拨打138****5678，ABC公司3号楼") if "*" in word or word.isascii()}
    assert hot_words([], [], least=1).empty and hot_words(["路灯"], [], least=2).empty


def history(*rows):
    names = ["year", "topic", "category", "subcategory", "cases_count", "change_count", "row_kind"]
    return pd.DataFrame([dict(zip(names, row, strict=True)) for row in rows], columns=names, dtype=object)


@pytest.mark.parametrize(("rows", "told"), [
    ([(2022, "受理", "投诉", None, 100, None, "line"), (2023, "受理", "投诉", None, 150, None, "line")], [("投诉", 150, 100, 0.5, None, "上年表")]),
    ([(2022, "受理", "投诉", None, 100, None, "line"), (2023, "受理", "投诉", None, 150, 20, "line")], [("投诉", 150, 100, 0.5, None, "上年表")]),
    ([(2023, "受理", "投诉", None, 150, 30, "line")], [("投诉", 150, 120, 0.25, None, "同比增减")]),
    ([(2023, "受理", "投诉", None, 150, -50, "line")], [("投诉", 150, 200, -0.25, None, "同比增减")]),
    ([(2023, "受理", "投诉", None, None, 30, "line")], []), ([(2023, "受理", "投诉", None, 150, None, "line")], []),
    ([(2021, "受理", "投诉", None, 100, None, "line"), (2023, "受理", "投诉", None, 150, None, "line")], []),
    ([(2022, "受理", "投诉", "噪音", 100, None, "line"), (2023, "受理", "投诉", "噪音", 150, None, "line")], []),
    ([(2022, "受理", "合计", "噪音", 100, None, "total"), (2023, "受理", "合计", "噪音", 90, None, "total")], [("合计", 90, 100, -0.1, None, "上年表")]),
    ([(2022, "受理", "投诉", None, None, None, "line"), (2023, "受理", "投诉", None, 150, 50, "line")], [("投诉", 150, 100, 0.5, None, "同比增减")]),
    ([(2023, "2022年督查问题", "甲", None, 40, None, "line"), (2023, "督查问题", "甲", None, 50, None, "line"),
      (2023, "2022年督查问题", "合计", None, 40, None, "total")], [("合计", 50, 40, 0.25, None, "本年表")]),
    ([(2023, "2021年督查问题", "甲", None, 40, None, "line"), (2023, "督查问题", "甲", None, 50, None, "line")], []),
    ([(2023, "2022年督查问题", "甲", None, 40, None, "line")], []),
    ([(2023, "受理", "投诉（同比下降12.5%）", None, 70, None, "line")], [("投诉（同比下降12.5%）", 70, None, None, -0.125, "")]),
    ([(2023, "受理", "投诉（同比增长8％）", None, 70, 20, "line")], [("投诉（同比增长8％）", 70, 50, 0.4, 0.08, "同比增减")]),
])  # fmt: skip
def test_growth_from_the_tables_themselves(rows, told):
    table = published_counts.count_growth(history(*rows), 2023)
    found = [
        (row["category"], row["cases_count"], row["previous_count"], None if row["value"] is None else round(float(row["value"]), 9),
         None if row["printed_value"] is None else round(float(row["printed_value"]), 9), row["source"])
        for row in table.to_dict("records")
    ]  # fmt: skip
    assert found == told


def counts(*rows):
    names = ["topic", "dimension", "category", "subcategory", "cases_count", "row_kind"]
    return pd.DataFrame([dict(zip(names, row, strict=True)) for row in rows], columns=names, dtype=object)


@pytest.mark.parametrize(("rows", "total", "rates", "note"), [
    ([("督查", "类型", "甲", None, 1, "line"), ("督查", "类型", "乙", None, 3, "line")], 4, [0.25, 0.75], ""),
    ([("督查", "类型", "甲", None, 1, "line"), ("督查", "类型", "乙", None, 3, "line"), ("督查", "类型", "合计", None, 8, "total")], 8, [0.125, 0.375], "列出 4 件，合计 8 件"),
    ([("督查", "类型", "甲", None, 1000, "line"), ("督查", "类型", "乙", None, 3000, "line"), ("督查", "类型", "合计", None, 4000, "total")], 4000, [0.25, 0.75], ""),
    ([("督查", "类型", "甲", None, 1, "line"), ("督查", "类型", "甲", "子", 9, "line"), ("督查", "类型", "乙", None, 3, "line")], 4, [0.25, 0.75], ""),
    ([("督查", "类型", "甲", None, 1, "line")], None, [], ""), ([("督查", "类型", "甲", None, 0, "line"), ("督查", "类型", "乙", None, 0, "line")], None, [], ""),
    ([("督查", "类型", "甲", None, 1, "line"), ("督查", "类型", "乙", None, None, "line"), ("督查", "类型", "合计", None, None, "total")], None, [], ""),
])  # fmt: skip
def test_shares_of_a_published_table(rows, total, rates, note):
    table = published_counts.shares(counts(*rows))
    assert table["total_count"].tolist() == [total] * len(rates)
    assert [None if pd.isna(rate) else rate for rate in table["share_rate"]] == rates
    assert table["note"].tolist() == [note] * len(rates)


@pytest.mark.parametrize(("category", "other", "note"), [
    ("举报数据（同比增长8%）", ("督办", "举报（督办）", 90), ""), ("群众投诉（同比增长8%）", ("督办", "群众投诉", 90), "90 件"),
    ("群众投诉（同比增长8%）", ("督办", "群众投诉总数", 90), "90 件"), ("群众投诉（同比增长8%）", ("受理", "群众投诉", 90), ""),
    ("群众投诉（同比增长8%）", ("督办", "群众投诉", 70), ""), ("群众投诉", ("督办", "群众投诉（同比下降3%）", 90), "90 件"), ("群众投诉", ("督办", "群众投诉", 90), ""),
    ("合计（同比增长8%）", ("督办", "合计", 90), ""),
])  # fmt: skip
def test_one_name_for_two_counts(category, other, note):
    rows = [(2022, "受理", category, None, 50, None, "line"), (2023, "受理", category, None, 70, None, "line"),
            (2023, other[0], other[1], None, other[2], None, "line")]  # fmt: skip
    told = published_counts.count_growth(history(*rows), 2023)
    (found,) = told.loc[(told["category"] == category) & (told["cases_count"] == 70), "note"]
    assert (note in found) if note else (found == "")
