"""Recall and precision of the masking by kind, on invented texts; only one half of templates and names was learnt from.

`python -m pytest tests/privacy/test_recall.py -s` prints the table of docs/privacy.md.
"""

import sys
from pathlib import Path

import pytest
from personal_texts.corpus import LEARN, MEASURE, corpus, harmless_corpus, survivors

from evallib.privacy import mask_text, masked, may_identify

NUMBERED = ["手机号码", "固定电话", "身份证号", "证件号", "银行卡号", "电子邮箱", "网络账号", "车牌号"]
NAMES = [
    "姓名（标签）",
    "姓名（身份）",
    "姓名（动词）",
    "姓名（亲属）",
    "姓名（少见）",
    "姓名（称谓）",
    "姓名（拉丁字母）",
    "姓名（并列）",
    "姓名（号码旁）",
]
TEXTS, HARMLESS = corpus(), harmless_corpus()


@pytest.fixture(scope="module", params=[LEARN, MEASURE])
def told(request):
    found = survivors([item for item in TEXTS if item.half == request.param], mask_text)
    lines = [
        f"{kind}  {count - len(missed)}/{count}  {1 - len(missed) / count:.1%}"
        for kind, (count, missed) in found.items()
    ]
    sys.stdout.write("\n".join(["", request.param, *lines, ""]))
    return found


def test_the_corpus_is_large_enough():
    assert len(TEXTS) >= 1500 and len(HARMLESS) >= 1500
    by_half = [{item.text for item in TEXTS if item.half == half} for half in (LEARN, MEASURE)]
    assert not by_half[0] & by_half[1]


@pytest.mark.parametrize("kind", NUMBERED)
def test_numbers_are_found(told, kind):
    count, missed = told[kind]
    assert 1 - len(missed) / count >= 0.95, [item.text for item in missed]


def test_names_beside_a_role_a_label_or_a_verb_are_found(told):
    count = sum(told[kind][0] for kind in NAMES)
    missed = [item.text for kind in NAMES for item in told[kind][1]]
    assert 1 - len(missed) / count >= 0.85, missed


def test_rooms_and_houses_are_found(told):
    count, missed = told["门牌室号"]
    assert 1 - len(missed) / count >= 0.85, [item.text for item in missed]


def test_the_table_of_the_docs_holds_the_measured_figures():
    """One row a kind, as `share` writes it; a change of the masking that moves a figure moves the page."""
    page = (Path(__file__).parents[2] / "docs" / "privacy.md").read_text(encoding="utf-8")
    halves = [survivors([item for item in TEXTS if item.half == half], mask_text) for half in (LEARN, MEASURE)]
    rows = [
        f"| {kind.replace('（', '：').replace('）', '')} | {share(*halves[0][kind])} | {share(*halves[1][kind])} |"
        for kind in halves[0]
    ]
    harmless = []
    for half in (LEARN, MEASURE):
        texts = [item.text for item in HARMLESS if item.half == half]
        harmless.append(share(len(texts), [text for text in texts if mask_text(text) != text]))
    rows.append(f"| 无害文字不动 | {harmless[0]} | {harmless[1]} |")
    assert [row for row in rows if row not in page] == []


def share(count, missed):
    """What is left of a count, e.g. 89/90 98.9%."""
    hit = count - len(missed)
    return f"{hit}/{count} {f'{hit / count:.1%}'.replace('100.0%', '100%')}"


@pytest.mark.parametrize("half", [LEARN, MEASURE])
def test_harmless_texts_stay(half):
    texts = [item.text for item in HARMLESS if item.half == half]
    changed = [(text, mask_text(text)) for text in texts if mask_text(text) != text]
    sys.stdout.write(f"\n{half}: {len(texts) - len(changed)} of {len(texts)} harmless texts unchanged\n")
    assert 1 - len(changed) / len(texts) >= 0.98, changed


def test_the_short_way_past_texts_misses_nothing():
    """Exports look closely only at the texts that `may_identify` finds (by Arrow's RE2)."""
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = [item.text for item in TEXTS]
    looked = pc.match_substring_regex(pa.array(texts), may_identify()).to_pylist()
    assert [text for text, look in zip(texts, looked, strict=True) if not look and masked(text).kinds] == []
