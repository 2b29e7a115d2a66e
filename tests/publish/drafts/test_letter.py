"""The letter to the author: every place under its heading, the reckoning, the report's own name left out."""

import pytest
from drafted import paragraphs, printed_tables

from evallib.audit import audit_reports
from evallib.publish import write_letter

pytestmark = pytest.mark.slow
REPORT = """某园区2024年度绿化养护项目绩效评价报告
摘要
经综合评价，项目得分91.20分，评价等级为“优”。
一、资金情况
调整后预算2500.00万元，其中：上级补助800.00万元，占23.00%；本级安排1700.00万元，占68.00%。
二、评价结论
综合得分91.20分，评价等级为“良”。
"""


@pytest.fixture(scope="module")
def letter(tmp_path_factory):
    folder = tmp_path_factory.mktemp("letter")
    (folder / "评价报告.txt").write_text(REPORT, encoding="utf-8")
    (folder / "附表.txt").write_text("完成养护12项，其中乔木7项、灌木5项。\n", encoding="utf-8")
    return write_letter(audit_reports([folder / "评价报告.txt", folder / "附表.txt"]), folder / "意见函.docx")


def test_a_finding_tells_all_its_places_by_heading_and_how_it_was_reckoned(letter):
    rows = [row for table in printed_tables(letter).values() for row in table.rows[1:]]
    told = {row[3]: (row[1], row[2]) for row in rows}
    assert told["优"][0] == "“摘要”第3行；“二、评价结论”第7行。原文：“经综合评价，项目得分91.20分，评价等级为“优”。”"
    assert told["23.00%"][0].startswith("“一、资金情况”第5行。原文：“") and "占23.00%" in told["23.00%"][0]
    assert told["23.00%"][1].endswith("。800.00万元 ÷ 2500.00万元 = 32.00%")


def test_the_letter_is_about_the_first_file_and_names_the_others_beside_it(letter):
    (lead,) = [text for text in paragraphs(letter) if text.startswith("对《")]
    assert lead.startswith("对《评价报告》作了勾稽核对，并与《附表》互相核对：")
    assert "不符的 2 项。请逐项核实" in lead


def test_no_doubts_are_no_sentence(letter, tmp_path):
    assert not any("存疑" in text or "有多种理解" in text for text in paragraphs(letter))
    doubtful = "三公经费支出情况\n公务接待费支出7.5万元，接待60批次。\n公务接待费支出7.8万元，接待60批次。\n"
    (tmp_path / "评价报告.txt").write_text(doubtful, encoding="utf-8")
    audit = audit_reports([tmp_path / "评价报告.txt"])
    assert audit.summary()["ambiguous"]
    told = list(paragraphs(write_letter(audit, tmp_path / "意见函.docx")))
    assert any("另有存疑的 1 项（注明“有多种理解”）" in text for text in told)


def test_the_addressee_stands_above_the_first_chapter(letter):
    told = list(paragraphs(letter))
    to = next(at for at, text in enumerate(told) if text == "（报告编制单位）：")
    assert to < next(at for at, text in enumerate(told) if "核对情况" in text)
