"""Units side by side: from what their reports recorded, without a ranking that samples do not carry."""

import json
from typing import Any

import pandas as pd
import pytest

from evallib.charts import rate_by_unit_figure
from evallib.model import Workspace
from evallib.publish.sections import overview


@pytest.fixture
def shown(monkeypatch):
    blocks: list[dict[str, Any]] = []
    monkeypatch.setattr("evallib.publish.page.showing._display", lambda bundle, **mark: blocks.append(bundle | mark))
    return lambda: json.dumps(blocks, ensure_ascii=False)


def result(name, rate=None, sampled=None, **figures):
    rates = [{"indicator": "市民满意率", "printed_rate": rate, "average_rate": "0.66", "average_label": "区平均",
              "numerator": sampled and round(sampled * float(rate)), "denominator": sampled, "lower": None, "upper": None}]  # fmt: skip
    return {"name": name, "district": "甲区", "page": f"2023/{name}/index.html", "warnings": 1,
            "figures": {"four_rates": rates if rate else [], **figures}}  # fmt: skip


@pytest.mark.parametrize(
    ("results", "said"),
    [
        ([result("甲", "0.9", 200), result("乙", "0.7", 200)], "差异显著的有：甲与乙"),
        ([result("甲", "0.9", 20), result("乙", "0.8", 20)], "差异未超出抽样误差，不分先后"),
        ([result("甲镇", "0.9"), result("乙镇", "0.7", 200)], "公布抽查件数的街镇不足两个"),
        ([result("甲局", "0.9"), result("乙镇", "0.7", 200)], "公布抽查件数的单位不足两个"),
        ([result("甲"), result("乙")], "没有单位公布四率"),
    ],
)
def test_rates_are_told_as_far_as_samples_carry(results, said, shown):
    overview.show_published_rates(results)
    assert said in shown()


def test_scores_stand_beside_each_other_with_a_warning(shown):
    scores = [{"score": "98.00", "grade": "优"}, {"score": "100.00", "grade": "优"}, {"score": None, "grade": None}]
    overview.show_scores([result("甲", scores=scores, findings=4, execution_rate="0.9997"), result("乙", findings=0)])
    for words in ("98.00–100.00", "99.97%", "不宜直接比较高低", "../../2023/甲/index.html"):
        assert words in shown()


@pytest.mark.parametrize("units", [2, 9])
def test_submissions_name_every_table_kept_out(units, tmp_path, shown):
    workspace = Workspace(tmp_path)
    for number in range(units):
        workspace.raw_dir(f"u{number}", 2023).mkdir(parents=True)
        clean = workspace.clean_dir(f"u{number}", 2023)
        clean.mkdir(parents=True)
        record = {"accepted": {"four_rates": 4}, "rejected": ["service_requests"] if number else []}
        (clean / "intake.json").write_text(json.dumps(record), encoding="utf-8")
    overview.show_submissions(workspace, 2023)
    assert "四率" in shown() and "工单" in shown() and "u1" in shown() and "未通过校验" in shown()


def test_towns_are_called_towns_in_every_line(shown):
    towns = [result("甲镇", "0.9"), result("乙街道", "0.7", 200)]
    overview.show_published_rates(towns)
    overview.show_scores(towns)
    assert "各街镇的评分对象" in shown() and "没有街镇公布先行联系率" in shown()
    assert "单位" not in shown()


def test_what_was_not_scored_has_no_line_on_a_phone(shown):
    overview.show_scores([result("甲镇", findings=4), result("乙镇", scores=[{"score": "98.00", "grade": "优"}])])
    assert '<td class=\\"number none\\" data-label=\\"评分对象数\\">—</td>' in shown()
    assert 'none\\" data-label=\\"得分\\">—' in shown() and 'none\\" data-label=\\"等级\\">—' in shown()
    assert 'class=\\"number\\" data-label=\\"勾稽发现\\">4' in shown()


def test_nothing_handed_in(tmp_path, shown):
    (tmp_path / "data" / "raw").mkdir(parents=True)
    overview.show_submissions(Workspace(tmp_path), 2023)
    assert overview.unit_results(Workspace(tmp_path), 2023) == []
    assert "没有单位交来" in shown()


def test_the_figure_keeps_room_at_both_ends():
    frame = pd.DataFrame(
        {
            "name": ["甲", "乙"],
            "value": [0.9, None],
            "average": [0.8, 0.8],
            "lower": [0.85, None],
            "upper": [0.94, None],
        }
    )
    fig = rate_by_unit_figure(frame, "满意率")
    low, high = fig.layout.xaxis.range
    assert low < 80 and high > 94
    assert [trace.name for trace in fig.data if trace.showlegend is not False] == ["抽查 95% 区间", "平均", "公布值"]


def test_the_shipped_overview_tells_the_figures_of_the_pages(run, reported):
    folders = {report.folder: report for report in run.reports}
    assert {folder for folder in folders if "_" in folder} == {"2023/_district_overview"}, "of years with two units"
    page = (reported.reports / folders["2023/_district_overview"].page).read_text(encoding="utf-8")
    results = overview.unit_results(reported, 2023)
    assert [item["name"] for item in results] == ["向化镇", "华漕镇", "浦锦街道"]
    for item in results:
        assert f"{item['name']}的报告" in page
        for rate in item["figures"]["four_rates"]:
            assert f"{float(rate['printed_rate']):.2%}" in page
    assert "86.72" in page and "98.00–100.00" in page
