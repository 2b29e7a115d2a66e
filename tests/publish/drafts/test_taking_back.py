"""Human text is kept: what people write into a copy comes back, also when another program saved it."""

import random
import subprocess

import docx
import pytest
from drafted import W, paragraphs
from full_run import copy_workspace
from programs import need

from evallib.checks import clean_unit
from evallib.model import EvallibError
from evallib.publish import take_back_file, write_delivery, write_review

pytestmark = pytest.mark.slow

GAP = "负责一网统管平台的值守。\n承办转办的诉求。"
OWN = "这一段是我们自己加的，写在两段之间。"
TYPED = "四率之外，街道另有月度通报。"


@pytest.fixture
def workspace(tmp_path):
    """A workspace of its own with one cleaned unit."""
    workspace = copy_workspace(tmp_path)
    clean_unit(workspace.at("pujin", 2023))
    return workspace


def paragraph_after(document, text):
    """The paragraph behind the one that holds a text."""
    body = list(document.element.body)
    place = next(
        i for i, p in enumerate(body) if p.tag == f"{W}p" and text in "".join(t.text or "" for t in p.iter(f"{W}t"))
    )
    return docx.text.paragraph.Paragraph(body[place + 1], document)


def write_into(path):
    """Fill a gap with two paragraphs, add a paragraph, change a generated one."""
    document = docx.Document(str(path))
    first, second = GAP.split("\n")
    paragraph_after(document, "【填写·主要职责】").text = first
    end = next(p for p in document.paragraphs if p.text.startswith("【填写到此·主要职责】"))
    end.insert_paragraph_before(second)
    added = next(p for p in document.paragraphs if p.text.startswith("其中：基本支出"))
    added.insert_paragraph_before(OWN)
    edited = next(p for p in document.paragraphs if p.text.startswith("各项目的预算与支出见"))
    edited.add_run(TYPED)
    document.save(str(path))


def check_kept(workspace, path):
    found = take_back_file(workspace.at("pujin", 2023), "self", path)
    assert found.gaps["duties"] == GAP
    again = write_review(workspace.at("pujin", 2023), "self")
    texts = paragraphs(again.path)
    for line in (*GAP.split("\n"), OWN):
        assert texts.count(line) == 1
    assert sum(TYPED in text for text in texts) == 1
    assert texts.index(OWN) == next(i for i, text in enumerate(texts) if text.startswith("其中：基本支出")) - 1
    unchanged = take_back_file(workspace.at("pujin", 2023), "self", again.path)
    assert (unchanged.written, unchanged.edited.keys() - {"projects_table1"}) == ([], set())
    return again


def test_edit_take_back_regenerate(workspace):
    made = write_review(workspace.at("pujin", 2023), "self")
    write_into(made.path)
    again = check_kept(workspace, made.path)
    assert again.edited == made.path.name
    assert again.path.name.endswith("（第2稿）.docx")


def test_text_survives_another_program(workspace, tmp_path):
    made = write_review(workspace.at("pujin", 2023), "self")
    write_into(made.path)
    saved = tmp_path / "saved"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [need("soffice"), profile, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(saved), str(made.path)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    check_kept(workspace, saved / made.path.name)


def test_lost_bookmarks_do_not_lose_a_gap(workspace):
    made = write_review(workspace.at("pujin", 2023), "self")
    write_into(made.path)
    document = docx.Document(str(made.path))
    for tag in ("bookmarkStart", "bookmarkEnd"):
        for mark in list(document.element.body.iter(f"{W}{tag}")):
            if "_gap" in mark.get(f"{W}name", "_gap") or tag == "bookmarkEnd":
                mark.getparent().remove(mark)
    document.save(str(made.path))
    assert take_back_file(workspace.at("pujin", 2023), "self", made.path).gaps["duties"] == GAP


def test_a_figure_changed_by_hand_is_told_with_its_cell(workspace):
    made = write_review(workspace.at("pujin", 2023), "self")
    document = docx.Document(str(made.path))
    for paragraph in document.paragraphs:
        if paragraph.text.startswith("2023 年部门年初预算"):
            for run in paragraph.runs:
                run.text = run.text.replace("99.97%", "100.00%")
    document.save(str(made.path))
    told = take_back_file(workspace.at("pujin", 2023), "self", made.path).told
    assert any("99.97%" in text and "预算执行情况.xlsx" in text for text in told)


def test_changed_data_are_told_beside_the_edited_text(workspace):
    made = write_review(workspace.at("pujin", 2023), "self")
    write_into(made.path)
    take_back_file(workspace.at("pujin", 2023), "self", made.path)
    folder = workspace.raw_dir("pujin", 2023) / "report" / "narrative" / "self"
    file = folder / "projects_table1.md"
    file.write_text(f"<!-- 依据生成文字 00000000 -->\n{TYPED}\n", encoding="utf-8")
    again = write_review(workspace.at("pujin", 2023), "self")
    comments = [comment.text for comment in docx.Document(str(again.path)).comments]
    assert any("数据有变动" in text and "各项目的预算与支出" in text for text in comments)


def test_delivery_refuses_open_gaps_and_says_all_of_them(workspace):
    with pytest.raises(EvallibError) as refused:
        write_delivery(workspace.at("pujin", 2023), "self")
    assert len([problem for problem in refused.value.problems if problem.code == "draft.open_gap"]) == 7
    made = write_delivery(workspace.at("pujin", 2023), "self", allow_gaps=True)
    assert made.path.parent == workspace.report_dir("pujin", 2023) / "documents"
    document = docx.Document(str(made.path))
    assert len(list(document.comments)) == 0
    assert not any("填写·" in paragraph.text or "草稿" in paragraph.text for paragraph in document.paragraphs)
    marks = [mark.get(f"{W}name") for mark in document.element.body.iter(f"{W}bookmarkStart")]
    assert not [name for name in marks if name.startswith("ev_")]
    assert "未了事项" in " ".join(paragraph.text for paragraph in document.paragraphs[:6])


def test_another_file_is_not_taken_back(workspace, tmp_path):
    other = tmp_path / "other.docx"
    document = docx.Document()
    document.add_paragraph("别的文件")
    document.save(str(other))
    with pytest.raises(EvallibError, match="没有初稿的标记"):
        take_back_file(workspace.at("pujin", 2023), "self", other)
    assert not (workspace.raw_dir("pujin", 2023) / "report").exists()


@pytest.mark.parametrize("seed", range(3))
def test_words_written_anywhere_come_back_once(workspace, seed):
    """New paragraphs, tables, words in a generated paragraph, a paragraph broken in two: none of it is lost."""
    dice = random.Random(seed)
    made = write_review(workspace.at("pujin", 2023), "self")
    document = docx.Document(str(made.path))
    places = [
        p
        for p in document.paragraphs
        if p.style.name in {"正文段落", "待填写", "资料来源", "填写提示"} and "页码：" not in p.text
    ]
    words = []
    for number, place in enumerate(dice.sample(places, 14)):
        word = f"手写{seed}{number:02}处"
        words.append(word)
        what = dice.choice(["paragraph", "table", "append", "break"])
        if place.style.name == "资料来源" and what in {"append", "break"}:
            what = "paragraph"
        if what == "append":
            place.add_run(word)
        elif what == "table":
            table = document.add_table(rows=1, cols=2)
            table.rows[0].cells[1].text = word
            place._p.addnext(table._tbl)
        else:
            new = docx.oxml.parse_xml(f'<w:p xmlns:w="{W[1:-1]}"><w:r><w:t>{word}</w:t></w:r></w:p>')
            place._p.addnext(new)
            if what == "break" and len(place.runs) > 1:
                new.append(place.runs[-1]._r)
    document.save(str(made.path))
    take_back_file(workspace.at("pujin", 2023), "self", made.path)
    again = write_review(workspace.at("pujin", 2023), "self")
    body = docx.Document(str(again.path)).element.body
    whole = "".join(node.text or "" for node in body.iter(f"{W}t"))
    assert {word: whole.count(word) for word in words} == dict.fromkeys(words, 1)
    assert take_back_file(workspace.at("pujin", 2023), "self", again.path).written == []
