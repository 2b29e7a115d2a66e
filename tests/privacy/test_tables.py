"""Every text column of a table is searched, its label too, and what things are called stays."""

import pyarrow.parquet as pq

from evallib.checks import clean_unit

HEAD = ["工作任务", "任务类别", "是否完成", "完成说明"]
TASKS = [
    ("回复投诉人王建军（幸福路88弄5号402室）", "回复投诉人某某（幸福路**弄**号**室）"),
    ("回访13812345678", "回访138****5678"),
    ("5号楼改造项目", "5号楼改造项目"),
    ("某路100弄老旧小区改造", "某路100弄老旧小区改造"),
    ("王老师课堂", "王老师课堂"),
    ("幸福路88号综合楼修缮", "幸福路88号综合楼修缮"),
]


def test_labels_of_a_work_plan(empty_workspace, workbook):
    rows = [[task, "重点", "已完成", 13800000098] for task, _ in TASKS]
    workbook({"计划": [["2023年"], HEAD, *rows]}, empty_workspace.raw_dir("town", 2023) / "计划.xlsx")
    result = clean_unit(empty_workspace.at("town", 2023))
    stored = pq.read_table(empty_workspace.clean_dir("town", 2023) / "work_plan.parquet").to_pandas()
    assert stored["task"].tolist() == [masked for _, masked in TASKS]
    assert set(stored["result"]) == {"138****0098"}, "a number typed as a number is a number all the same"
    notes = {p.cell for p in result.problems if p.code == "privacy.masked"}
    assert notes == {"A3", "A4", *(f"D{row}" for row in range(3, 9))}
