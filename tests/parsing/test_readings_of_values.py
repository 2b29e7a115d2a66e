"""What each reader gives for the calls of readings_of_values.txt: typed values at their edges, refusals, questions, nothing."""

from itertools import groupby

import pytest
from value_readings import block, read

CALLS = {name: list(calls) for name, calls in groupby(sorted(read()), key=lambda entry: entry[0].partition("(")[0])}


@pytest.mark.parametrize("name", CALLS)
def test_readings_of_values(name):
    """A change on purpose: `python tests/helpers/value_readings.py --update "why"`, and read the difference."""
    assert [found for call, kept in CALLS[name] if (found := block(call)) != kept] == []
