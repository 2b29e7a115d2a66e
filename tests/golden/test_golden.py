"""The shipped reports show what they showed: every table, page, figure, workbook, document and record."""

import pytest
from contents import contents

from golden import compare, digest, expected, recorded

pytestmark = pytest.mark.slow
TOLD = '改动是有意的：make golden REASON="原因"；读过差异后再提交'


def test_everything_is_as_it_was(reported, run):
    assert run.ok
    found = compare(expected(), contents(reported.root))
    assert not found, "\n\n".join([*map(str, found), TOLD])


def test_every_text_was_taken_over_with_a_reason():
    known = recorded()
    unknown = [path for path, text in expected().items() if (path, digest(text)) not in known]
    assert not unknown, f"基准被手改，或合并后没有重新生成：{'、'.join(unknown)}；{TOLD}"
