"""The worked examples beside a read-back: three values, each with the points that text, read-back and other arithmetic give."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from evallib.parsing import answer, compile_rule, score, shown

HERE = Path(__file__).parent
F = Fraction


def printed_rules() -> list[tuple[str, str]]:
    """Every text of the rewritten lists with its weight, each once."""
    found: dict[tuple[str, str], None] = {}
    for name in ("printed_rules.yaml", "printed_wordings.yaml", "printed_states.yaml"):
        rows = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
        rows = next(v for v in rows.values() if isinstance(v, list)) if isinstance(rows, dict) else rows
        for row in rows:
            if isinstance(row, dict) and row.get("text") and row.get("weight"):
                found[str(row["text"]), str(row["weight"])] = None
    return list(found)


@pytest.mark.slow
def test_every_example_of_the_lists_is_what_text_and_read_back_give():
    """A worked example persuades an evaluator: it has to be the compiled rule's own score, and its read-back's as well."""
    texts, checked, wrong = printed_rules(), 0, []
    for text, weight in texts:
        told = answer(text, weight)
        if told["not_understood"] or not told["told"]:
            continue
        rule, again = compile_rule(text, weight), compile_rule(told["told"], weight)
        for example in told["examples"]:
            by_text = shown(score(rule, example["value"]))
            back = shown(score(again, example["value"]))
            checked += 1
            if by_text != example["score"]:
                wrong.append((text, example, by_text))
            elif {back, by_text} & {None, "ask", "judgement"}:
                continue  # a question is no other score
            elif F(back or 0) != F(by_text or 0):
                wrong.append((told["told"], example, back))
    assert not wrong
    assert checked > 500 and len(texts) > 300


halves = st.integers(2, 190).map(lambda n: F(n, 2))
amounts = st.integers(1, 20).map(lambda n: F(n, 20))


def word(number: Fraction) -> str:
    return f"{float(number):g}"


def number_of(example: dict[str, str]) -> Fraction:
    return F(example["value"].rstrip("%分件次天"))


@settings(max_examples=30, deadline=None)
@given(target=halves, deduct=amounts, weight=st.integers(2, 20), upward=st.booleans(), limit=st.integers(1, 20))
def test_examples_of_steps_follow_from_the_printed_numbers(target, deduct, weight, upward, limit):
    most = min(F(limit), F(weight))
    sign, way = ("≤", "高") if upward else ("≥", "低")
    text = f"比率{sign}{word(target)}%得满分，每{way}1个百分点扣{word(deduct)}分，最多扣{word(most)}分"
    examples = answer(text, weight)["examples"]
    assert len({example["value"] for example in examples}) == 3
    for example in examples:
        gap = max(number_of(example) - target if upward else target - number_of(example), F(0))
        assert F(example["score"]) == weight - min(gap * deduct, most)


@settings(max_examples=30, deadline=None)
@given(
    ends=st.lists(st.integers(5, 99), min_size=2, max_size=4, unique=True), weight=st.integers(4, 20), data=st.data()
)
def test_examples_of_ranges_lie_in_their_ranges(ends, weight, data):
    ends = sorted(ends, reverse=True)
    points = sorted(
        data.draw(st.lists(st.integers(1, weight - 1), min_size=len(ends) - 1, max_size=len(ends) - 1, unique=True)), reverse=True
    )  # fmt: skip
    rows = [f"≥{ends[0]}%得{weight}分"]
    rows += [f"{low}%≤x＜{high}%得{p}分" for high, low, p in zip(ends, ends[1:], points, strict=False)]
    text = "；".join([*rows, f"＜{ends[-1]}%不得分"])
    examples = answer(text, weight)["examples"]
    assert len({example["value"] for example in examples}) == 3
    for example in examples:
        x = number_of(example)
        wanted = next((p for low, p in zip(ends, [weight, *points], strict=True) if x >= low), 0)
        assert F(example["score"]) == wanted, (text, example)


@settings(max_examples=20, deadline=None)
@given(floor=st.integers(10, 80), span=st.integers(5, 40), weight=st.integers(2, 20))
def test_examples_of_a_formula_with_branches_lie_on_its_line(floor, span, weight):
    top = min(floor + span, 100)
    text = f"达标率≥{top}%，得{weight}分；{floor}%≤达标率＜{top}%，得分={weight}×(达标率-{floor}%)/{top - floor}%；达标率＜{floor}%，0分"
    examples = answer(text, weight)["examples"]
    assert len(examples) >= 2
    for example in examples:
        share = (number_of(example) - floor) / F(top - floor)
        assert F(example["score"]) == weight * min(max(share, F(0)), F(1))


@pytest.mark.parametrize(("text", "values"), [
    ("按期完成得5分；逾期10天以内得3分；逾期10天以上不得分", ["逾期0天", "逾期5天"]),
    ("排名前3名得5分，第4-6名得3分，其余不得分", ["第3名", "第5名"]),
    ("0件得5分；1-2件得3分；3件及以上不得分", ["0件", "2件", "3件"]),
])  # fmt: skip
def test_lateness_places_and_counts_are_written_as_people_write_them(text, values):
    examples = answer(text, 5)["examples"]
    assert [example["value"] for example in examples][: len(values)] == values
    assert all(example["score"] not in {None, "ask"} for example in examples[: len(values)])
