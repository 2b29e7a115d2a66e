"""The whole outcome of the compiler for each text of readings_of_rules.txt: telling, data, questions, examples, points."""

import pytest
from rule_readings import block, read

TABLE = read()


@pytest.mark.sampled(9)
@pytest.mark.parametrize(("text", "weight", "values", "kept"), TABLE, ids=[str(number) for number in range(len(TABLE))])
def test_readings_of_a_printed_rule(text, weight, values, kept):
    """A change on purpose: `python tests/helpers/rule_readings.py --update "why"`, and read the difference."""
    assert block(text, weight, values) == kept
