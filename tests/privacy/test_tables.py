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


def test_a_goal_that_counts_houses_is_a_goal(empty_workspace, workbook):
    goals = [("≥40栋", "42 幢", "42 幢"), ("≥50栋", "联系13812345678", "联系138****5678")]
    head = ["项目名称", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
    rows = [
        ["甲项目", "产出", "数量", f"改造{n}", target, actual, 10, 10] for n, (target, actual, _) in enumerate(goals)
    ]
    path = empty_workspace.raw_dir("town", 2023) / "自评.xlsx"
    workbook({"自评": [["2023年"], head, *rows]}, path)
    clean_unit(empty_workspace.at("town", 2023))
    stored = pq.read_table(empty_workspace.clean_dir("town", 2023) / "self_evaluation_indicators.parquet").to_pandas()
    assert stored["target"].tolist() == [target for target, _, _ in goals]
    assert stored["actual"].tolist() == [shown for _, _, shown in goals]
