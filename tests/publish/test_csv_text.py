import csv
import io

import pandas as pd
import pytest

from evallib.publish import csv_text, inert_text


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝1+1", " =HYPERLINK(1)", "=100%"]
)
def test_formulas_become_texts(text):
    assert inert_text(text) == "'" + text


@pytest.mark.parametrize("text", ["(1)", "（2）", "(12)", "1-2", "3/4", " (1) "])
def test_list_marks_stay_what_they_are(text):
    """Excel reads (1) as -1 and 1-2 as a day."""
    assert inert_text(text) == "'" + text


@pytest.mark.parametrize(
    "value", ["(一)", "(1)项", "2024-05-08", "1.1", "-", "——", "-3.5%", "+320", "-6,323", "a=b", "", None, -5, 1.5]
)
def test_what_is_none_stays(value):
    assert inert_text(value) == value


def test_headers_and_cells():
    frame = pd.DataFrame({"=a": ["=1", "<b>"], "n": [1, 2]})
    assert list(csv.reader(io.StringIO(csv_text(frame)))) == [["'=a", "n"], ["'=1", "1"], ["<b>", "2"]]
