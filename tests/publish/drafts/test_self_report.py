"""The self report of a street: figures as handed in, the same bytes twice, nothing that our own audit finds."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from drafted import paragraphs, printed_tables

from evallib.audit import audit_report
from evallib.publish import check_rules, make_draft, word_bytes, write_word

pytestmark = pytest.mark.slow

#: What the audit finds in the draft is wrong in the data: code, printed, recomputed.
ON_THE_DATA = {
    "pujin": {("rate.prose", "97.70%", "99.63%"), ("target.points", "9.00", "10.00分")},
    "xianghua": {("name.numbering", "(7)", "(6)")},  # its own list of duties has no (6)
}


@pytest.fixture(scope="module")
def draft(clean):
    """The draft of a shipped unit."""
    return lambda unit, year=2023, kind="self": make_draft(clean(unit, year).workspace.at(unit, year), kind)


@pytest.fixture(scope="module")
def written(draft, tmp_path_factory):
    """A review copy of the self report of 浦锦."""
    return write_word(draft("pujin").report, tmp_path_factory.mktemp("drafts") / "report.docx", 2023)


def wan(value) -> str:
    """万元 with two places, computed here."""
    return "—" if value is None else f"{(Decimal(value) / 10000).quantize(Decimal('0.01'), ROUND_HALF_UP):,}"


def test_project_and_budget_tables_are_the_clean_tables(written, clean):
    tables = printed_tables(written)
    for title, name, label in (
        ("2023 年项目支出情况", "project_lines", "project_name"),
        ("2023 年部门预算与支出情况", "budget_lines", "line_name"),
    ):
        rows = tables[title].rows[1:]
        expected = [
            [
                row[label],
                *(wan(row[column]) for column in ("initial_budget_yuan", "adjusted_budget_yuan", "executed_yuan")),
            ]
            for row in clean("pujin", 2023).table(name).to_dict("records")
        ]
        assert [row[:4] for row in rows] == expected


def test_published_counts_stand_cell_by_cell(written, clean):
    frame = clean("pujin", 2023).table("case_counts")
    frame = frame[~frame["topic"].isin(["未先行联系", "未实际解决", "不满意"])]
    rows = printed_tables(written)["2023 年诉求与案件统计"].rows[1:]
    assert [(row[0], row[1], row[3].replace(",", "")) for row in rows] == [
        (row["topic"], row["category"], str(row["cases_count"])) for row in frame.to_dict("records")
    ]


def test_same_draft_gives_the_same_bytes(draft):
    first, second = (word_bytes(draft("pujin").report, 2023, True, None, "") for _ in range(2))
    assert first == second


@pytest.mark.parametrize("unit", ["pujin", "xianghua"])
def test_audit_finds_only_what_is_wrong_in_the_data(draft, unit, tmp_path):
    path = write_word(draft(unit).report, tmp_path / f"{unit}.docx", 2023)
    told = [item for item in audit_report(path).findings if item.confidence != "low"]
    assert {(item.code, item.printed, item.recomputed) for item in told} <= ON_THE_DATA[unit]


@pytest.mark.parametrize("unit", ["pujin", "xianghua"])
def test_reviewer_rules_hold_for_what_is_generated(draft, unit):
    assert [str(item) for item in check_rules(draft(unit)) if item.blocking] == []


def test_a_unit_with_forms_only_has_its_report(draft, tmp_path):
    path = write_word(draft("xianghua").report, tmp_path / "x.docx", 2023)
    tables = printed_tables(path)
    assert tables["2023 年项目支出绩效自评结果"].rows[1][:4] == ["一网统管", "93.95", "93.48", "93.48"]
    assert any("21,388" in text for text in paragraphs(path))


def test_open_gaps_are_named_on_page_one_and_stand_with_their_facts(draft, tmp_path):
    made = draft("pujin")
    path = write_word(made.report, tmp_path / "x.docx", 2023, note=f"本稿尚有 {len(made.open_gaps)} 处必填内容未填写")
    texts = paragraphs(path)
    assert "本稿尚有 7 处必填内容未填写" in texts[:5]
    problems = next(gap for gap in made.open_gaps if gap.id == "problems")
    assert any("64.12%" in str(piece) for fact in problems.facts for piece in fact)


def test_changing_a_cell_changes_the_figures_that_depend_on_it(draft, clean, monkeypatch):
    before = draft("pujin").material.book.figures
    data = type(clean("pujin", 2023))
    table = data.table

    def changed(self, name):
        frame = table(self, name)
        if name == "project_lines":
            frame.loc[frame["project_name"] == "大联动居村考核", "executed_yuan"] = Decimal("609500")
        return frame

    monkeypatch.setattr(data, "table", changed)
    after = draft("pujin").material.book.figures
    assert set(before) == set(after)
    moved = {name for name in before if before[name].text != after[name].text}
    cell = "预算执行情况.xlsx › 项目预算执行 › "
    row = next(
        r
        for r in table(clean("pujin", 2023), "project_lines").to_dict("records")
        if r["project_name"] == "大联动居村考核"
    )["source_row"]
    assert moved == {f"{cell}D{row}", f"{cell}D{row} 执行率"}


@pytest.mark.parametrize("kind", ["self", "department", "project"])
def test_years_whose_files_have_the_same_names_are_told_apart(draft, clean, kind):
    made = draft("huacao", 2022, kind)
    figures = made.material.book.figures
    assert figures["预算执行情况.xlsx › 项目支出情况表 › B6"].text == wan("1979800")
    assert figures["预算执行情况.xlsx › 项目支出情况表 › B6（2021）"].text == wan("446400")


@pytest.mark.parametrize("kind", ["self", "department", "project"])
def test_a_unit_that_handed_in_nothing_has_a_draft_of_gaps(empty_workspace, kind):
    empty_workspace.raw_dir("leer", 2024).mkdir(parents=True)
    made = make_draft(empty_workspace.at("leer", 2024), kind)
    assert made.material.book.figures == {}
    assert len(made.open_gaps) >= 7
    assert word_bytes(made.report, 2024, True, None, "")[:2] == b"PK"
