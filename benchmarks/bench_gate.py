"""What the gate costs: a table of cases with its whole suite, every failing row named; and reading in front of it.

    python benchmarks/bench_gate.py [rows …]

Figures are medians; loading great-expectations is shown apart, since it happens once per run.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from evallib.checks import LabelledKind, check_table, load_suite

ROOT = Path(__file__).parents[1]
SUITES = ROOT / "expectations"
LABELS = {
    "service_request_id": "工单编号", "unit": "街镇", "source": "来源", "service_name": "诉求类型",
    "service_subtype": "案件小类", "description": "诉求内容", "address": "地址", "community": "所属居村", "grid": "网格类型",
    "caller_id": "联系电话", "requested_datetime": "受理时间", "dispatched_datetime": "派遣时间",
    "expected_datetime": "处置时限", "closed_datetime": "办结时间", "agency_responsible": "主责部门", "status": "案件状态",
    "urgency": "紧急程度", "sampled_datetime": "回访时间", "was_contacted": "先行联系", "resolution": "办理结果",
    "satisfaction": "满意度", "is_red_light": "红灯", "is_repeated": "重复件", "returned_count": "退回次数", "year": "年度",
    "row_kind": "行类", "source_file": "来源文件", "source_sheet": "来源工作表", "source_row": "来源行",
}  # fmt: skip
KIND = LabelledKind("service_requests", "工单", LABELS)
LISTS = {"units": [f"镇{n}" for n in range(12)], "agencies": [f"部门{n}" for n in range(40)], "years": [2022, 2023]}
BROKEN = 500


def cases(rows: int, broken: int = BROKEN) -> pd.DataFrame:
    """Service requests of which about `broken` rows break each of five rules."""
    rng = np.random.default_rng(12345)

    def words(stem: str, kinds: int) -> pd.Series:
        names = np.array([f"{stem}{number}" for number in range(kinds)], dtype=object)
        return pd.Series(names[rng.integers(0, kinds, rows)], dtype="str")

    requested = pd.Timestamp("2023-01-01") + pd.to_timedelta(rng.integers(0, 364 * 86400, rows), unit="s")
    frame = pd.DataFrame({
        "service_request_id": pd.Series([f"MH{number:09d}" for number in range(rows)], dtype="str"),
        "unit": words("镇", 12), "source": words("来源", 8), "service_name": words("类型", 20),
        "service_subtype": words("小类", 90), "description": words("路面积水，希望尽快处理", 2000), "address": words("某路", 5000),
        "community": words("居村", 60), "grid": words("网格", 9), "caller_id": words("P", 9000),
        "requested_datetime": requested, "dispatched_datetime": requested + pd.Timedelta("20min"),
        "expected_datetime": requested + pd.Timedelta("5D"),
        "closed_datetime": requested + pd.to_timedelta(rng.integers(3600, 9 * 86400, rows), unit="s"),
        "agency_responsible": words("部门", 40), "status": words("状态", 4), "urgency": words("级", 3),
        "sampled_datetime": requested + pd.Timedelta("12D"), "was_contacted": rng.random(rows) < 0.97,
        "resolution": pd.Series(np.array(["实际解决", "解释说明", "未解决"], dtype=object)[rng.integers(0, 3, rows)], dtype="str"),
        "satisfaction": pd.Series(np.array(["满意", "基本满意", "不满意"], dtype=object)[rng.integers(0, 3, rows)], dtype="str"),
        "is_red_light": rng.random(rows) < 0.02, "is_repeated": rng.random(rows) < 0.05,
        "returned_count": pd.Series(rng.integers(0, 3, rows), dtype="Int64"), "year": 2023, "row_kind": "line",
        "source_file": "工单.xlsx", "source_sheet": "工单", "source_row": np.arange(2, rows + 2),
    })  # fmt: skip
    for column, value in (("closed_datetime", pd.Timestamp("2022-01-01")), ("satisfaction", "很好"), ("agency_responsible", "不详"),
                          ("returned_count", 99), ("service_request_id", "MH000000000")):  # fmt: skip
        frame.loc[rng.choice(rows, broken, replace=False), column] = value
    return frame


def seconds(call, times: int) -> tuple[float, object]:
    taken, result = [], None
    for _ in range(times):
        start = time.perf_counter()
        result = call()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken), result


def main() -> None:
    from evallib.checks.rules.engine import _batch_definition

    loading, _ = seconds(_batch_definition, 1)
    print(f"{'':34}{'rows':>10}{'rules':>7}{'failing':>9}{'seconds':>9}")
    print(f"{'load great-expectations (once)':34}{'':>10}{'':>7}{'':>9}{loading:>9.2f}")
    rules = len(load_suite(SUITES / "service_requests.json", KIND).expectations)
    for rows in [int(word) for word in sys.argv[1:]] or [40_000, 1_000_000]:
        frame = cases(rows)
        taken, results = seconds(lambda frame=frame: check_table(frame, KIND, SUITES, LISTS), 3 if rows < 10**6 else 1)
        failing = sum(len(result.problems) for result in results)
        print(
            f"{f'check {len(frame.columns)} columns, every row named':34}{rows:>10,}{rules:>7}{failing:>9,}{taken:>9.2f}"
        )
    print(f"{'import evallib':34}{'':>10}{'':>7}{'':>9}{import_seconds():>9.2f}")
    for name, taken in reading().items():
        print(f"{name:34}{40_000:>10,}{'':>7}{'':>9}{taken:>9.2f}")


def import_seconds() -> float:
    code = "import time; t = time.perf_counter(); import evallib; print(time.perf_counter() - t)"
    return statistics.median(float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
                             for _ in range(5))  # fmt: skip


def reading() -> dict[str, float]:
    """Guard and values of a 40,000 × 25 workbook."""
    import xlsxwriter

    from evallib.intake import inspect_package, read_workbook

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cases.xlsx"
        with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
            sheet = book.add_worksheet()
            for row in range(40_000):
                for column in range(25):
                    sheet.write(row, column, f"文字{row % 977}" if column % 2 else row * column)
        return {"guard of an .xlsx, 25 columns": seconds(lambda: inspect_package(path), 3)[0],
                "guard and values": seconds(lambda: read_workbook(path), 3)[0]}  # fmt: skip


if __name__ == "__main__":
    main()
