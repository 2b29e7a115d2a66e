"""Ranks in words, and shared ones: the rows of a table that ranks by a score, with equal scores in one place."""

from __future__ import annotations

import pytest

WORDS = """排名\t村别\t存在问题\t得分
第一名\t甲村\t房前屋后保洁不到位\t93
第二名\t乙村\t垃圾桶保洁不到位\t91
第三名\t丙村\t铁路桥下保洁不到位\t90
第四名\t丁村\t排水沟保洁不到位\t89
第四名\t戊村\t滨河路保洁不到位\t89
第六名\t己村\t背街小巷保洁不到位\t88
第七名\t庚村\t公厕边保洁不到位\t86.5
"""
CLOSE = WORDS.replace("第六", "第五").replace("第七", "第六")
FIGURES = (
    WORDS.translate(str.maketrans("一二三四五六七", "1234567"))
    .replace("第", "")
    .replace("名\t", "\t")
    .replace("排\t", "名次\t")
)


def told(audit):
    return [(f.printed, f.recomputed) for f in audit.findings if f.code == "count.rank"]


@pytest.mark.parametrize("text", [WORDS, CLOSE, FIGURES, FIGURES.replace("得分", "考评成绩")])
def test_equal_scores_share_a_rank(audit_text, text):
    assert told(audit_text(text)) == []


@pytest.mark.parametrize(
    ("text", "change", "found"),
    [
        (WORDS, ("\t86.5", "\t88.5"), [("6", "7"), ("7", "6")]),
        (WORDS, ("第七名", "第六名"), [("6", "7")]),
        (WORDS, ("\t91", "\t81"), [("2", "7")]),
        (CLOSE, ("第三名", "第八名"), [("8", "3")]),
        (FIGURES.replace("得分", "考评成绩"), ("7\t庚", "4\t庚"), [("4", "7")]),
    ],
    ids=["a score", "a rank twice", "a score of many", "without gaps", "in figures"],
)
def test_a_rank_that_is_not_of_its_score_is_told(audit_text, text, change, found):
    assert told(audit_text(text.replace(*change))) == found


def test_parts_of_two_lists_are_ranked_apart(audit_text):
    lists = "名次\t单位\t得分\n" + "".join(f"{n % 4 + 1}\t单位{n}\t{95 - n}\n" for n in range(8))
    assert told(audit_text(lists)) == []
