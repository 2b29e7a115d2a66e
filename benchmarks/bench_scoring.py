"""How long scoring takes: 10,000 units × 48 indicators with the 华漕 framework.

Run: ``python benchmarks/bench_scoring.py [units]``. Every unit has its own rates, counts and words.
"""

import random
import sys
import time
from decimal import Decimal

import pandas as pd

from evallib.scoring import find_framework, score_many


def made_up_units(units: int) -> pd.DataFrame:
    """Random inputs for every indicator."""
    framework = find_framework("huacao-department-2023")
    random.seed(48)
    columns: dict[str, list[object]] = {}
    for leaf in framework.leaves:
        calc = framework.calculation(leaf)
        for name, spec in calc.inputs.items():
            if spec.default is not None or name.endswith("（逐项）"):
                continue
            key = f"{leaf.code}.{name}"
            if spec.choices:
                columns[key] = random.choices(spec.choices, k=units)
            elif spec.style == "percent":
                columns[key] = [Decimal(random.randint(6000, 10000)) / 10000 for _ in range(units)]
            elif name in {"问题项数", "发生次数"}:
                columns[key] = [Decimal(random.randint(0, 3)) for _ in range(units)]
            elif name in {
                "完成项数",
                "执行金额",
                "已处置案件数量",
                "核查及时案件数",
                "处理超时案件数",
                "资产实际使用时间",
                "在职编制人数",
            }:
                columns[key] = [Decimal(random.randint(0, 900)) for _ in range(units)]
            else:
                columns[key] = [Decimal(random.randint(900, 1000)) for _ in range(units)]
    columns["B14.单个项目预算调整幅度"] = [Decimal(0)] * units
    return pd.DataFrame(columns, dtype=object)


def main() -> None:
    """Time one run."""
    units = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    frame = made_up_units(units)
    framework = find_framework("huacao-department-2023")
    started = time.perf_counter()
    scores = score_many(framework, frame)
    seconds = time.perf_counter() - started
    done = int(scores[[leaf.code for leaf in framework.leaves]].notna().sum().sum())
    print(f"{units} units × {len(framework.leaves)} indicators: {seconds:.1f} s, {done} scores, "
          f"{seconds / units / len(framework.leaves) * 1e6:.1f} µs per indicator")  # fmt: skip


if __name__ == "__main__":
    main()
