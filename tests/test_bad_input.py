"""Bad input on the command line: a Chinese message that names the place, never a traceback, nothing half-written."""

import pytest

BUDGET = ["科目名称", "年初预算", "调整后预算", "执行金额"]
FOUR_RATES = [["指标", "本镇"], ["先行联系率", "97.60%"]]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["run", "--unit", "huacoa"], 2, "您是不是要写“huacao”"),
        (["run", "--unit", "huacao", "--year", "2019"], 2, "没有 2019 年的数据"),
        (["clean", "--year", "1999"], 2, "没有单位有 1999 年的数据"),
        (["run", "--year", "last"], 2, "--year"),
        (["run", "--unit", "../etc"], 2, "没有单位"),
    ],
)
def test_wrong_words(cli, shipped, words, code, said):
    got, out, err = cli(shipped, *words)
    assert got == code
    assert said in err
    assert "Traceback" not in out + err


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["单位：万元"], BUDGET, ["基本支出", 1, 1, "约五十"]], ["预算.xlsx › 表 › D3", "约五十", "请改为数字"]),
        ([["单位：万元"], ["甲", "乙"], [1, 2]], ["预算.xlsx › 表", "认不出这张表的表头"]),
        ([BUDGET, ["基本支出", 1, 1, 1]], ["B1", "没有写明金额单位"]),
        ([["单位：万元"], BUDGET, ["基本支出", 1, 1, -5]], ["D3", "不应为负"]),
        ([["单位：万元"], BUDGET, ["基本支出", 1, 1, None]], ["D3", "不能为空", "（空）"]),
        ([["单位：万元"], BUDGET, ["基本支出", 1, 1, 1], ["基本支出", 1, 1, 1]], ["出现两次", "A3", "A4"]),
    ],
)
def test_bad_sheet_stays_out_and_the_rest_goes_in(cli, empty_workspace, workbook, rows, said):
    folder = empty_workspace.raw_dir("town", 2023)
    workbook({"表": rows}, folder / "预算.xlsx")
    workbook({"四率": FOUR_RATES}, folder / "四率.xlsx")
    code, _, err = cli(empty_workspace, "clean")
    assert code == 1
    for words in said:
        assert words in err, err
    assert "Traceback" not in err
    assert sorted(path.name for path in empty_workspace.clean_dir("town", 2023).iterdir()) == [
        "four_rates.parquet",
        "intake.json",
    ]


def test_a_table_that_fails_later_does_not_linger(cli, empty_workspace, workbook):
    path = empty_workspace.raw_dir("town", 2023) / "预算.xlsx"
    workbook({"表": [["单位：万元"], BUDGET, ["基本支出", 1, 1, 1]]}, path)
    assert cli(empty_workspace, "clean")[0] == 0
    clean = empty_workspace.clean_dir("town", 2023) / "budget_lines.parquet"
    assert clean.is_file()
    workbook({"表": [["单位：万元"], BUDGET, ["基本支出", 1, 1, "?"]]}, path)
    assert cli(empty_workspace, "clean")[0] == 1
    assert not clean.exists()


def test_an_empty_folder_says_so(cli, empty_workspace):
    empty_workspace.raw_dir("town", 2023).mkdir(parents=True)
    code, _, err = cli(empty_workspace, "clean")
    assert code == 1
    assert "文件夹里没有电子表格" in err


def test_outside_a_workspace(cli, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    class Nowhere:
        root = tmp_path / "missing"

    code, _, err = cli(Nowhere, "units")
    assert code == 2
    assert "工作区" in err


def test_json_beside_the_text(cli, shipped, tmp_path):
    import json

    target = tmp_path / "units.json"
    code, out, _ = cli(shipped, "units", "--json", str(target))
    assert code == 0
    assert {row["unit"] for row in json.loads(target.read_text(encoding="utf-8"))} == {
        "huacao",
        "pujin",
        "xianghua",
        "maqiao",
    }
    assert "华漕镇" in out


JSON_VERBS = [
    ["units"],
    ["clean", "--unit", "town"],
    ["check", "data/raw/town"],
    ["run", "--dry-run"],
    ["framework", "list"],
    ["audit", "报告.txt"],
]


@pytest.mark.sampled(4)
@pytest.mark.parametrize("words", JSON_VERBS, ids=lambda words: words[0])
@pytest.mark.parametrize("target", ["taken/y.json", "taken/no/such/y.json", "folder"])
def test_a_json_file_that_cannot_be_written(cli, empty_workspace, workbook, monkeypatch, words, target):
    monkeypatch.chdir(empty_workspace.root)
    workbook({"四率": FOUR_RATES}, empty_workspace.raw_dir("town", 2023) / "四率.xlsx")
    (empty_workspace.root / "taken").write_text("a file", encoding="utf-8")
    (empty_workspace.root / "folder").mkdir()
    (empty_workspace.root / "报告.txt").write_text("合计 5 件。\n", encoding="utf-8")
    code, out, err = cli(empty_workspace, *words, "--json", target)
    assert code == 2, out + err
    assert "结果没有写成文件" in err and target in err and ("文件夹" in err)
    assert "Traceback" not in out + err
    assert not list(empty_workspace.root.glob("*.part"))


@pytest.mark.parametrize("words", [["run", "--dry-run"], ["clean"], ["check", "data/raw"]], ids=lambda words: words[0])
def test_a_spreadsheet_outside_a_year_folder_is_told(cli, empty_workspace, workbook, monkeypatch, words):
    monkeypatch.chdir(empty_workspace.root)
    workbook({"四率": FOUR_RATES}, empty_workspace.raw_dir("town", 2023) / "四率.xlsx")
    workbook({"四率": FOUR_RATES}, empty_workspace.raw / "散落.xlsx")
    workbook({"四率": FOUR_RATES}, empty_workspace.raw / "town" / "旧.xlsx")
    code, out, err = cli(empty_workspace, *words)
    assert code == 0, "it is a warning"
    for name, place in (("散落.xlsx", "data/raw/<单位>/<年度>/"), ("town/旧.xlsx", "data/raw/town/<年度>/")):
        assert f"[警告] {name}：不在年度文件夹内，未读入；应为：放在 {place}" in out + err
