"""Taking back (取回人工文字): what people wrote into a review copy becomes text beside the data, whoever saved it.

A block stands between two bookmarks, the first of which names the text that was generated; where a program dropped the
bookmarks of a gap, its printed marks tell. Whatever belongs to no block was written by a person, and stays where it
stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evallib.intake.files.guarding.document_guard import read_document_guarded
from evallib.intake.grids.word_tables import W
from evallib.model.problems import EvallibError, Problem
from evallib.publish.drafts.building import numbers_of
from evallib.publish.drafts.drafting import Draft
from evallib.publish.drafts.material import text_of
from evallib.publish.drafts.narrative import AFTER, Narrative, Written, text_mark
from evallib.publish.drafts.sorting import Part, TakenBack, sort_parts
from evallib.publish.drafts.tree import Figure, Paragraph, Table


def take_back(path: Path, draft: Draft, narrative: Narrative) -> TakenBack:
    """Read a saved draft and keep its human text.

    Args:
        path: the .docx file that a person saved.
        draft: the draft as it is generated now, for what contradicts it.
        narrative: where the texts go.

    Raises:
        EvallibError: the file is no review copy of ours, or cannot be read.
    """
    if not path.is_file() or path.suffix.lower() != ".docx":
        raise EvallibError(
            Problem(
                "draft.take_back_file",
                "找不到要取回的初稿",
                file=str(path),
                expected="审阅稿 .docx",
                advice="其他格式请先另存为 .docx",
            )
        )
    found = sort_parts(read_document_guarded(read_parts, path))
    if not found.seen:
        raise EvallibError(
            Problem(
                "draft.not_ours",
                "文件里没有初稿的标记，无法取回",
                file=path.name,
                expected="evallib draft --review 写出的审阅稿",
                advice="交付稿不带标记；请在审阅稿上修改",
            )
        )
    _keep(found, narrative)
    found.told += _contradictions(found, draft)
    return found


def read_parts(path: Path) -> list[Part]:
    """Paragraphs and tables of a Word file in order, with our bookmarks."""
    import docx

    return list(_parts(docx.Document(str(path)).element.body))


def _parts(body: Any) -> Iterator[Part]:
    for child in body.iterchildren():
        if child.tag == f"{W}p":
            yield Part(_text(child), _marks(child))
        elif child.tag == f"{W}tbl":
            rows = tuple(
                tuple("\n".join(map(_text, cell.iterchildren(f"{W}p"))) for cell in row.iterchildren(f"{W}tc"))
                for row in child.iterchildren(f"{W}tr")
            )
            yield Part("", (), rows)
        elif child.tag == f"{W}sdt":
            for content in child.iterchildren(f"{W}sdtContent"):
                yield from _parts(content)
        elif child.tag == f"{W}bookmarkStart":  # some programs put it between paragraphs
            yield Part("", (child.get(f"{W}name", ""),))


def _marks(paragraph: Any) -> tuple[str, ...]:
    return tuple(node.get(f"{W}name", "") for node in paragraph.iter(f"{W}bookmarkStart"))


def _text(paragraph: Any) -> str:
    """Text as it is now: what was deleted or moved away with changes tracked is gone."""
    parts = []
    for node in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br"):
        if not any(up.tag in {f"{W}moveFrom", f"{W}del"} for up in node.iterancestors()):
            parts.append(node.text or "" if node.tag == f"{W}t" else "\n" if node.tag == f"{W}br" else " ")
    return "".join(parts)


def _keep(found: TakenBack, narrative: Narrative) -> None:
    """Write what is new; what is the same as before stays as it is."""
    new = {name: Written(text) for name, text in found.gaps.items() if text.strip()}
    new |= found.edited
    new |= {name + AFTER: Written(text) for name, text in found.after.items()}
    for name, written in new.items():
        known = narrative.texts.get(name)
        if not written.text.strip():
            found.told.append(f"“{name}”的文字被清空，重新生成时恢复")
        elif known is None or text_mark(known.text) != text_mark(written.text):
            found.written.append(narrative.write(name, written))
    for name, text in found.gaps.items():
        if not text.strip() and name in narrative.texts:
            found.told.append(f"“{name}”在这份文件里是空的，保留原有的人工文字")


def _contradictions(found: TakenBack, draft: Draft) -> Iterator[str]:
    """What a person changed that the data contradict, or that is not taken back."""
    numbers = numbers_of(draft.report)
    for block in draft.report.blocks():
        if isinstance(block, Paragraph) and block.id in found.edited:
            text = found.edited[block.id].text
            for piece in block.pieces:
                if isinstance(piece, Figure) and piece.text not in text:
                    where = f"（{piece.sources[0]}）" if piece.sources else ""
                    yield (
                        f"“{block.id}”中“{piece.name}”按数据为 {piece.text}{piece.unit}{where}，改写后的文字没有这个数"
                    )
        if isinstance(block, Table) and block.id in found.tables:
            yield from _changed_cells(block, found.tables[block.id], numbers)
    for name, text in found.titles.items():
        yield f"标题“{text}”的改动没有取回；章节标题在提纲里改，表题随数据生成（{name}）"
    known = {block.id for block in draft.report.blocks()}
    gone = [
        name
        for name in known - found.seen
        if not any(name == b.id and not isinstance(b, Paragraph) for b in draft.report.blocks())
    ]
    for name in sorted(gone):
        yield f"段落“{name}”在文件里没有，重新生成时恢复"


def _changed_cells(table: Table, rows: tuple[tuple[str, ...], ...], numbers: dict[str, str]) -> Iterator[str]:
    """Cells that say something else than the data: figures are mended in the data, not in a report."""
    body = rows[len(table.head) :]
    for number, (row, seen) in enumerate(zip(table.rows, body, strict=False), start=1):
        for piece, text in zip(row.cells, seen, strict=False):
            if isinstance(piece, Figure) and text.strip() and text.strip() != text_of((piece,), numbers):
                where = f"（{piece.sources[0]}）" if piece.sources else ""
                yield (
                    f"{numbers[table.id]}第 {number} 行“{piece.name}”被改为 {text.strip()}，"
                    f"数据为 {piece.text}{where}；请改数据后重新生成"
                )
