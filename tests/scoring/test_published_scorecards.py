"""The published scorecards of the source documents, reproduced from values and rules."""

from decimal import Decimal

import pytest
from shipped import score

from evallib.scoring import Scorecard

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def huacao() -> Scorecard:
    return score("huacao", 2023)[0]


@pytest.fixture(scope="module")
def maqiao() -> Scorecard:
    return score("maqiao", 2024)[0]


def test_huacao_totals(huacao):
    levels = {code: huacao.levels[code].score for code in "ABC"}
    assert levels == {"A": Decimal("13.50"), "B": Decimal("33.55"), "C": Decimal("39.67")}
    assert (huacao.total, huacao.grade) == (Decimal("86.72"), "良")
    assert not huacao.problems


def test_huacao_every_indicator_has_its_published_score(huacao):
    assert len(huacao.scores) == 48
    assert {code: s.score for code, s in huacao.scores.items()} == {
        code: s.entry.published[0].score for code, s in huacao.scores.items()
    }


def test_huacao_judgements_are_overrides_with_reason_and_role(huacao):
    assert [s.indicator.code for s in huacao.overrides] == ["B12", "B14", "B361", "C211", "C311"]
    assert all(s.entry.override.reason and s.entry.override.role == "评价小组" for s in huacao.overrides)
    assert huacao.scores["B14"].literal == Decimal("2.00")
    assert [s.literal for s in huacao.overrides if s.indicator.code != "B14"] == [None] * 4


@pytest.mark.parametrize(
    ("code", "raw"),
    [  # by hand from the counts in the report
        ("C213", Decimal(2) - Decimal(2) * (1 - Decimal(38581) / 38935) * 2),
        ("C222", Decimal(3) * (1 - (1 - Decimal("2847.2") / 4104))),
        ("C231", Decimal(3) * (1 - Decimal(739) / 38935 * 10)),
        ("C312", Decimal("3.104")),
        ("C321", Decimal("4.3055")),
        ("C322", Decimal(3)),
    ],
)
def test_huacao_unrounded_scores(huacao, code, raw):
    assert abs(huacao.scores[code].raw - raw) < Decimal("1e-20")


def test_huacao_findings(huacao):
    differs = [f for f in huacao.findings if f.severity == "warning"]
    assert [(f.indicator, f.published, f.computed) for f in differs] == [("B14", "2.30", "2.00")]


def test_maqiao_totals(maqiao):
    assert [maqiao.levels[code].score for code in "ABCD"] == [8, 17, 26, 34]
    assert (maqiao.total, maqiao.grade) == (Decimal("85.00"), "良")
    assert {code: s.score for code, s in maqiao.scores.items()} == {
        code: s.entry.published[0].score for code, s in maqiao.scores.items()
    }


def test_maqiao_findings(maqiao):
    found = [(f.indicator, f.published, f.computed) for f in maqiao.findings]
    assert ("total", "86.00", "85.00") in found
    assert ("B12", "2.00", "0.00") in found
    assert ("B", "19.00", "17.00") in found
    assert ("C11", "1.00", "2.00") in found


@pytest.mark.parametrize(
    ("unit", "totals"),
    [("pujin", ["98.00", "99.00", "100.00", "98.00"]), ("xianghua", ["100.00", "100.00"])],
)
def test_self_evaluation_forms(unit, totals):
    cards = score(unit, 2023)
    assert [(str(card.total), card.grade) for card in cards] == [(total, "优") for total in totals]
    for card in cards:
        assert all(s.entry.published[0].score == s.score for s in card.scores.values())


def test_pujin_97_percent_is_a_finding():
    first = score("pujin", 2023)[0]
    assert [(f.published, f.computed) for f in first.findings] == [("18.00", "19.40")]
    assert first.overrides[0].entry.override.role == "自评单位"
