"""The shipped forms compiled from their own printed texts: what agrees, what is asked for, what differs and why."""

import pytest
from own_texts import ASKED, OTHER, PAGE, SAID, SAME, page, rows

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def found():
    return rows()


def test_the_page_shows_what_is_computed(found):
    assert PAGE.read_text(encoding="utf-8") == page()


def test_no_text_gives_other_points_but_where_the_form_was_adjusted_by_hand(found):
    other = {(row.form, row.code) for row in found if row.kind == OTHER}
    assert other == {(form, code) for form, codes in SAID.items() for code in codes if form != "华漕"}


def test_huacao_from_its_own_texts(found):
    own = [row for row in found if row.form == "华漕"]
    assert len(own) == 48
    assert {row.code for row in own if row.kind != SAME} == set(SAID["华漕"])


def test_every_question_says_why(found):
    assert all(row.why or row.code in SAID.get(row.form, {}) for row in found if row.kind == ASKED)
