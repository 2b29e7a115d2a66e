"""The 评价底稿, recalculated by an office program, gives the scores of the scorecard - and of a changed scorecard."""

import re

import openpyxl
import pandas as pd
import pytest
from openpyxl.utils import get_column_letter
from shipped import score, unit_data
from spreadsheet import convert, printed_size

from evallib.model import all_schemas
from evallib.publish import readable, write_working_paper
from evallib.scoring import Framework, UnitInput, find_framework, score_unit

pytestmark = pytest.mark.slow

TRICKY = {  # every outcome that a formula has to follow: missing, empty, declared, removed, bonus, deduction, veto
    "id": "tricky", "name": "试验指标体系", "valid": {"from": "2024-01-01"},
    "grades": [{"name": "优", "range": "[60, 100]"}, {"name": "差", "range": "[0, 60)"}],
    "indicators": [
        {"code": "A", "name": "甲", "weight": "60", "children": [
            {"code": "A1", "name": "比率", "weight": "10", "target": "≥90%", "when_empty": "full",
             "value": {"kind": "ratio", "numerator": "分子", "denominator": "分母"},
             "rule": {"kind": "linear", "deduct_share": "5%", "counting": "whole"}},
            {"code": "A2", "name": "零分母", "weight": "10", "target": "≥90%", "when_empty": "full",
             "value": {"kind": "ratio", "numerator": "分子", "denominator": "分母"},
             "rule": {"kind": "proportional"}},
            {"code": "A3", "name": "不适用", "weight": "20", "target": "≥90%", "rule": {"kind": "proportional"}},
            {"code": "A4", "name": "缺数据得零分", "weight": "10", "target": "≥90%", "when_missing": "zero",
             "rule": {"kind": "proportional"}},
            {"code": "A5", "name": "择优", "weight": "10", "rule": {"kind": "either", "options": [
                {"name": "一", "points": "10", "target": "≥50%", "rule": {"kind": "proportional"}},
                {"name": "二", "points": "10", "target": "≤5天", "rule": {
                    "kind": "linear", "per": "1天", "deduct_points": "3", "counting": "started"}}]}},
        ]},
        {"code": "B", "name": "乙", "weight": "40", "children": [
            {"code": "B1", "name": "时限", "weight": "10", "target": "2023年12月31日前",
             "rule": {"kind": "deadline", "deduct_per_day": "0.5"}},
            {"code": "B2", "name": "三档", "weight": "10", "target": "及时", "rule": {"kind": "qualitative"}},
            {"code": "B3", "name": "分段", "weight": "10", "rule": {"kind": "ranges", "ranges": [
                {"from": "95%", "points": "10"}, {"from": "80%", "points": "6"}, {"points": "1"}]}},
            {"code": "B4", "name": "否决", "weight": "10", "rule": {
                "kind": "deficiencies", "deduct_points": "1", "veto": "有重大违规"}},
        ]},
    ],
    "adjustments": [
        {"code": "J1", "name": "表彰", "kind": "bonus", "cap": "3",
         "rule": {"kind": "items", "items": [{"name": "市级", "points": "2"}, {"name": "区级", "points": "1"}]}},
        {"code": "K1", "name": "通报", "kind": "deduction", "cap": "5",
         "rule": {"kind": "items", "items": [{"name": "通报", "points": "1.5"}]}},
    ],
}  # fmt: skip
SUPPLIED = {
    "A1": {"inputs": {"分子": "171", "分母": "200"}},
    "A2": {"inputs": {"分子": "0", "分母": "0"}},
    "A3": {"not_applicable": "本年度未安排"},
    "A5": {"inputs": {"一": "20%", "二": "6.2天"}},
    "B1": {"value": "2024年1月5日"},
    "B2": {"value": "部分达成", "inputs": {"评定比例": "75%"}},
    "B3": {"value": "94.99%"},
    "B4": {
        "deficiencies": ["甲", "乙"],
        "override": {"score": "7.5", "reason": "=SUM(A1)不是公式", "role": "@评价小组"},
    },
    "J1": {"inputs": {"市级次数": "1", "区级次数": "4"}},
    "K1": {"inputs": {"通报次数": "2"}},
}


def tricky(**changes):
    supplied = {**SUPPLIED, **changes}
    unit = {"unit": "x", "unit_name": "某镇", "year": 2023, "framework": "tricky", "indicators": supplied}
    return score_unit(Framework.model_validate(TRICKY), UnitInput.model_validate(unit))


def national():
    """The national framework with answers of every kind: checks, ratios, growth, a qualitative share, an index."""
    framework = find_framework("national-project-2020")
    answers = {"A11": ["是", "否", "是", "是", "是"], "B13": ["是", "是", "否", "否"]}
    money = {"实际到位资金": "90万元", "预算资金": "1000000元", "实际支出资金": "81.5万元"}
    cost = {"计划成本": "100万元", "实际成本": "101.7万元"}
    answered = {"非常满意": "10", "满意": "7", "一般": "3", "不满意": "2", "非常不满意": "1"}
    numbers = {**money, **cost, **answered}
    supplied = {"D11": {"value": "部分达成", "inputs": {"评定比例": "66.6%"}}}
    for leaf in framework.leaves:
        names = framework.calculation(leaf).inputs
        texts = answers.get(leaf.code, ["是"] * len(names))
        choices = all(spec.choices for spec in names.values())
        values = dict(zip(names, texts, strict=True)) if choices else {name: numbers.get(name, "7") for name in names}
        supplied.setdefault(leaf.code, {"inputs": values})
    unit = {"unit": "x", "unit_name": "某镇", "year": 2023, "framework": framework.id, "indicators": supplied}
    return score_unit(framework, UnitInput.model_validate(unit))


CARDS = {
    "national": national,
    "huacao": lambda: score("huacao", 2023)[0],
    "maqiao": lambda: score("maqiao", 2024)[0],
    "pujin": lambda: score("pujin", 2023)[0],
    "xianghua": lambda: score("xianghua", 2023)[1],
    "tricky": tricky,
    "open": lambda: tricky(B3={}),
}


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory):
    folder = tmp_path_factory.mktemp("papers")
    cards = {name: make() for name, make in CARDS.items()}
    table = {"清洗表": pd.DataFrame({"名称": ["=1+1", "甲"], "数": [1.5, None]})}
    paths = [write_working_paper(card, folder / f"{name}.xlsx", table) for name, card in cards.items()]
    # the reviewer's copy: one number changed by hand, everything else left to the formulas
    book = openpyxl.load_workbook(folder / "huacao.xlsx")
    for row in book["数据"].iter_rows(min_row=3):
        if row[0].value == "C222" and row[2].value == "不满意":
            row[3].value = 183
        if row[0].value == "B12" and row[2].value == "项目数量完成率":
            row[3].value = 0.92
    for row in book["人工评定"].iter_rows(min_row=3):
        if row[0].value == "B12":
            row[3].value = None
    book.save(folder / "changed.xlsx")
    done = convert([*paths, folder / "changed.xlsx"], tmp_path_factory.mktemp("recalculated"), "xlsx")
    return cards, {path.stem: openpyxl.load_workbook(path, data_only=True) for path in done}


def table_of(book):
    rows = list(book["评分表"].iter_rows(min_row=3, values_only=True))
    leaves = {
        next(filter(None, reversed(row[:4]))).split(" ")[0]: row
        for row in rows
        if row[4] is not None and "小计" not in row[0]
    }
    subtotals = {row[0].split(" ")[0]: row for row in rows if row[0] and "小计" in row[0]}
    return leaves, subtotals, rows[-2], rows[-1]


@pytest.mark.parametrize("name", CARDS)
def test_recalculated_workbook_equals_scorecard_json(recalculated, name):
    cards, books = recalculated
    expected = cards[name].to_dict()
    leaves, subtotals, total, grade = table_of(books[name])
    for item in expected["indicators"]:
        row = leaves[item["code"]]
        for column, key in ((4, "weight"), (6, "literal"), (7, "score")):
            if item[key] is None:
                assert row[column] in {"待补充", "待定", "不适用"}, item["code"]
            else:
                assert row[column] == pytest.approx(item[key], abs=1e-9), (item["code"], key)
        if item["score_rate"] is not None:
            assert row[8] == pytest.approx(item["score_rate"], abs=5e-5)
    for level in expected["levels"]:
        if level["depth"] == 1 and level["code"] in subtotals:
            assert subtotals[level["code"]][7] == (
                pytest.approx(level["score"]) if level["score"] is not None else "待补充"
            )
    assert total[7] == (pytest.approx(expected["total"]) if expected["total"] is not None else "待补充")
    assert grade[7] == (expected["grade"] or "待定")
    cover = [row[1] for row in books[name]["封面"].iter_rows(values_only=True)]
    assert total[7] in cover
    assert grade[7] in cover


def test_every_step_equals_the_trace(recalculated):
    cards, books = recalculated
    sheet = {(row[0], row[2]): row[1] for row in books["huacao"]["底稿C"].iter_rows(values_only=True)}
    raw = cards["huacao"].scores["C222"].state
    assert sheet["表态合计", "满意 + 基本满意 + 一般 + 不满意"] == 4104
    assert float(raw["业绩值"]) == pytest.approx(
        next(value for (name, text), value in sheet.items() if name == "业绩值" and "基本满意权重" in (text or "")),
        abs=1e-12,
    )


def test_a_number_changed_by_hand_moves_the_total(recalculated):
    _, books = recalculated
    leaves, _, total, _ = table_of(books["changed"])
    again = score("huacao", 2023, changes=["C222.不满意=183", "B12.项目数量完成率=92%"])[0]
    assert leaves["C222"][7] == pytest.approx(float(again.scores["C222"].score))
    assert leaves["B12"][7] == pytest.approx(2.2) == float(again.scores["B12"].score)
    assert total[7] == pytest.approx(float(again.total))


def test_tricky_scores_by_hand(recalculated):
    cards, _ = recalculated
    scores = {code: s.score for code, s in cards["tricky"].scores.items()}
    # 4.5 points below -> 4 whole steps of 5 % of 10; the weight of A3 goes to its siblings (60/40)
    assert [float(scores[code]) for code in ("A1", "A2", "A4", "A5")] == [12.0, 15.0, 0.0, 6.0]
    assert scores["A3"] is None
    assert [float(scores[code]) for code in ("B1", "B2", "B3", "B4")] == [7.5, 7.5, 6.0, 7.5]
    assert float(cards["tricky"].total) == 12 + 15 + 6 + 28.5 + 3 - 3


def test_text_that_looks_like_a_formula_stays_text(recalculated):
    _, books = recalculated
    judged = [cell for row in books["tricky"]["人工评定"].iter_rows() for cell in row if cell.value]
    assert "=SUM(A1)不是公式" in [cell.value for cell in judged]
    assert "@评价小组" in [cell.value for cell in judged]
    assert all(cell.data_type != "f" for cell in judged)
    assert books["tricky"]["清洗表"]["A2"].value == "=1+1"
    assert books["tricky"].sheetnames[:4] == ["封面", "目录", "汇总", "评分表"]


def test_every_score_in_the_table_is_a_formula(tmp_path):
    path = write_working_paper(CARDS["huacao"](), tmp_path / "底稿.xlsx")
    sheet = openpyxl.load_workbook(path)["评分表"]
    scores = [row[7] for row in sheet.iter_rows(min_row=3)]
    assert len(scores) == 48 + 3 + 2
    assert all(cell.data_type == "f" for cell in scores)


UNITS = (("huacao", 2023), ("maqiao", 2024), ("pujin", 2023), ("xianghua", 2023))


CHANGED = {}


def put_in_table(sheet, column: str, where: dict[str, str], value: object) -> None:
    """Change one cell of a clean table in a working paper, as a reviewer does."""
    heads = {cell.value: cell.column for cell in sheet[1]}
    rows = [
        row for row in range(2, sheet.max_row + 1)
        if all(sheet.cell(row, heads[name]).value == wanted for name, wanted in where.items())
    ]  # fmt: skip
    assert rows, (sheet.title, list(heads), where)
    sheet.cell(rows[0], heads[column]).value = value


@pytest.fixture(scope="module")
def shipped_papers(tmp_path_factory):
    """Every shipped 评价底稿 with its clean tables: as written, and recalculated."""
    folder, paths = tmp_path_factory.mktemp("shipped"), []
    for unit, year in UNITS:
        data = unit_data(unit, year)
        schemas = [schema for name, schema in all_schemas().items() if name in data.names()]
        tables = {schema.title: readable(data.table(schema.name), schema) for schema in schemas}
        for number, card in enumerate(score(unit, year)):
            paths.append(write_working_paper(card, folder / f"{unit}{number}.xlsx", tables if number == 0 else None))
    changed = folder / "changed-table.xlsx"
    book = openpyxl.load_workbook(paths[0])
    put_in_table(book["案件统计"], "案件数", {"案件类型": "已结案"}, 30000)
    put_in_table(book["人员情况"], "实有人数", {"人员类别": "在编人员"}, 30)
    put_in_table(book["年度工作计划完成情况"], "是否完成", {"工作任务": "抓好市民诉求办理，尽力提高满意率"}, "已完成")
    book.save(changed)
    done = convert([*paths, changed], tmp_path_factory.mktemp("shipped-recalculated"), "xlsx")
    CHANGED["book"] = openpyxl.load_workbook(done.pop(), data_only=True)
    return {
        path.stem: (openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True),
                    openpyxl.load_workbook(again, data_only=True))
        for path, again in zip(paths, done, strict=True)
    }  # fmt: skip


def test_a_cell_of_a_clean_table_moves_value_score_and_total(shipped_papers):
    """Counts, values and whole lists are formulas over the clean tables in the same workbook: no figure stands twice."""
    before, _, total, _ = table_of(shipped_papers["huacao0"][2])
    after, _, moved, _ = table_of(CHANGED["book"])
    # 30000 of 38935 closed: 22.95 points under 100 %, 2 % of the weight of 2 for each
    assert after["C213"][7] == pytest.approx(round(2 - (1 - 30000 / 38935) * 100 * 0.04, 2))
    assert (before["B352"][7], after["B352"][7]) == (1, 0)  # 30 of 25 posts
    assert (before["C112"][7], after["C112"][7]) == (1.5, 2)  # six of six tasks
    lost = sum(before[code][7] - after[code][7] for code in ("C213", "B352", "C112"))
    assert moved[7] == pytest.approx(total[7] - lost)


def test_no_shipped_paper_shows_an_error_value(shipped_papers):
    assert len(shipped_papers) == 8
    for name, (_, written, recalculated) in shipped_papers.items():
        for book in (written, recalculated):
            cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
            assert [cell for cell in cells if str(cell.value).startswith("#") or cell.data_type == "e"] == [], name


def test_a_viewer_that_does_not_calculate_shows_the_same(shipped_papers):
    for name, (_, written, recalculated) in shipped_papers.items():
        for sheet in (sheet for sheet in written if sheet.title.startswith("底稿")):
            for (cell,) in sheet.iter_rows(min_row=3, min_col=2, max_col=2):
                other = recalculated[sheet.title][cell.coordinate].value
                near = isinstance(other, int | float)
                same = cell.value == (pytest.approx(other) if near else other)
                assert same or (cell.value in {None, ""} and other in {None, ""}), (name, sheet.title, cell.coordinate)


def test_what_is_missing_is_said_in_words(shipped_papers):
    sheet = shipped_papers["huacao0"][2]["底稿B"]
    blocks = {row[0]: row[1] for row in sheet.iter_rows(min_row=20, max_row=45, values_only=True)}
    assert blocks["执行率·业绩值"] == 1  # what can be computed is
    assert {blocks["项目数量完成率·得分"], blocks["得分（未取整）"], blocks["按规则得分"]} == {"待补充"}
    assert blocks["采用得分"] == 3


def test_no_header_is_a_name_of_the_program(shipped_papers):
    """Columns that a clean table has besides those of its sheet have Chinese names too."""
    for name, papers in shipped_papers.items():
        for sheet in papers[2].worksheets:
            heads = [str(cell.value) for row in sheet.iter_rows(max_row=2) for cell in row if cell.value]
            assert not [head for head in heads if re.fullmatch(r"[a-z_]+", head)], (name, sheet.title)


def test_a_long_name_in_the_summary_has_room(shipped_papers):
    """What a formula shows needs as many lines as text that was typed."""
    for name, papers in shipped_papers.items():
        sheet = papers[2]["汇总"]
        for row in sheet.iter_rows(min_row=3, max_col=1):
            if len(str(row[0].value or "")) > 26:
                assert (sheet.row_dimensions[row[0].row].height or 0) >= 30, (name, row[0].value)


def test_every_column_is_shown_as_what_it_is(shipped_papers):
    formats = {}
    for _, (book, _, _) in shipped_papers.items():
        for sheet in list(book)[list(book.sheetnames).index("评分发现") + 1 :]:
            for cell in sheet[1]:
                formats.setdefault(cell.value, set()).update(c.number_format for c in sheet[cell.column_letter][1:])
    assert formats["年度"] == formats["来源行"] == {"General"}
    assert formats["执行率"] == formats["得分率"] == {"0.00##%"}
    assert formats["执行金额（元）"] == {"#,##0.00##"} and formats["案件数"] == {"#,##0"}
    assert all("#,##0.######" not in found for found in formats.values())


def test_every_sheet_prints_one_page_wide(shipped_papers):
    for _, (book, _, _) in shipped_papers.items():
        for sheet in book:
            pages = None if sheet.title == "汇总" else 0  # the summary is one page, the others as long as they are
            assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == pages, sheet.title
            assert sheet.page_setup.paperSize == 9
            assert sheet.print_title_rows or sheet.title in {"封面", "目录"}, sheet.title
            assert sheet.title not in {"评分表", "数据", "证据清单"} or printed_size(sheet) >= 0.85, sheet.title


def test_whole_numbers_show_no_point(shipped_papers):
    """Excel shows 4104 in the format #,##0.###### as "4,104."; a rule of its own gives whole numbers another."""
    for _, (book, _, _) in shipped_papers.items():
        for sheet in book:
            areas = list(sheet.conditional_formatting)
            rules = [(part, rule) for area in areas for part in area.sqref.ranges for rule in area.rules]
            trimmed = {
                place: rule for part, rule in rules for place in part.cells if "=INT(" in (rule.formula or [""])[0]
            }
            cells = [cell for row in sheet.iter_rows() for cell in row if cell.number_format == "#,##0.######"]
            assert all((cell.row, cell.column) in trimmed for cell in cells if cell.value is not None), sheet.title
            for part, rule in rules:  # a rule speaks of its first cell, and with it of each of its run
                if "=INT(" in (rule.formula or [""])[0]:
                    first = f"{get_column_letter(part.min_col)}{part.min_row}"
                    assert rule.formula == [f"AND(ISNUMBER({first}),{first}=INT({first}))"]


def test_the_paper_can_be_signed_and_referred_to(tmp_path):
    card = CARDS["huacao"]()
    hashes = {"满意度调查.xlsx": "f" * 64}
    path = write_working_paper(card, tmp_path / "底稿.xlsx", hashes=hashes)
    book = openpyxl.load_workbook(path)
    cover = {row[0].value: row[1].value for row in book["封面"].iter_rows()}
    assert cover["评价对象"] == "部门整体支出"
    assert {"编制人", "复核人", "批准人", "批准日期"} <= set(cover)
    sheet, cell = next(book.defined_names["DG_C222"].destinations)
    assert book[sheet][cell.replace("$", "")].value.startswith("DG-C222　")
    sheet, cell = next(book.defined_names["SJ_C222_1"].destinations)
    assert (sheet, book[sheet]["J" + cell.split("$")[2]].value) == ("数据", "SJ-C222-1")
    evidence = [[cell.value for cell in row] for row in book["证据清单"].iter_rows(min_row=3)]
    survey = next(row for row in evidence if row[1] == "满意度调查.xlsx")
    assert survey[4] == "f" * 64
    assert "C321" in survey[3] or "C222" in survey[3]
    signed = [row[2].value for row in book["底稿C"].iter_rows() if row[0].value == "签署"]
    assert len(signed) == sum(code.startswith("C") for code in card.scores)


def test_the_summary_lists_what_lost_most_after_a_change_too(shipped_papers):
    """The list of losses is looked up in the score table: another cell of the data brings up another indicator."""
    books = {name: papers[2] for name, papers in shipped_papers.items()} | {"changed": CHANGED["book"]}
    for name, book in books.items():
        table = book["评分表"]
        rows = [row for row in table.iter_rows(min_row=3) if row[12].value and str(row[12].value).startswith("DG-")]
        lost = [
            (round(float(r[4].value) - float(r[7].value), 9), r) for r in rows if isinstance(r[7].value, int | float)
        ]
        wanted = sorted((one for one in lost if one[0] > 0), key=lambda one: -one[0])[:12]
        told = [
            (row[0].value, row[4].value)
            for row in book["汇总"].iter_rows(min_row=3)
            if str(row[0].value or "").startswith("　失分")
        ]
        assert len(told) == len(wanted), name
        for (label, note), (points, row) in zip(told, wanted, strict=True):
            assert label.endswith(row[15].value), name
            assert note == f"失 {points:.2f} 分；{row[10].value}；{row[12].value}"
