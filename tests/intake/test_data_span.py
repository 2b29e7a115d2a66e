"""Until when the data goes is read from the words in which a title tells it."""

import pytest

from evallib.intake.requests import data_span


@pytest.mark.parametrize(
    "title",
    [
        "数据截止时间：2023-09-30",
        "统计截止日期为2023年9月30日",
        "截止日期 2023/9/30",
        "工单汇总表（截至2023年9月30日）",
    ],
)
def test_the_end_of_the_data_is_read(title: str) -> None:
    found = data_span.title_until(title)
    assert found is not None and found.isoformat() == "2023-09-30T23:59:59"


@pytest.mark.parametrize("title", ["答复截止日期：2023-09-30", "2023年9月工单", "截至目前"])
def test_another_deadline_is_no_end_of_the_data(title: str) -> None:
    assert data_span.title_until(title) is None
