"""Callers: who is not known is nobody, and not one busy person."""

from evallib.indicators.concentration import concentration
from evallib.intake import read_service_requests


def test_words_for_nobody_are_no_caller(tmp_path):
    numbers = ["13812345678", "13812345678", "无", "匿名", "/", "未提供", "号码不详", "0", "", "13887654321"]
    rows = ["工单编号,受理时间,联系电话", *(f"A{i},2023-03-05 09:00,{number}" for i, number in enumerate(numbers))]
    path = tmp_path / "工单.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    frame = read_service_requests(path, key=b"k").to_pandas()
    assert frame["caller_id"].notna().tolist() == [True, True, *[False] * 7, True]
    assert concentration(frame["caller_id"].value_counts())["keys_count"] == 2
