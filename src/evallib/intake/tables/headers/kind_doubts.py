"""Doubts of the kind (表类存疑): a table taken for a kind by few headers, or against its own title, is asked for.

Nearly every column that was read wrongly stood in a table of another kind: a few headers fit, and the rest said
nothing. Such a table is read by its likeliest kind and its columns have to be confirmed, as a column is that its words
leave open.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from evallib.intake.files.sheet import Sheet
from evallib.intake.tables.headers.column_assignment import CERTAIN, EXACT, PROPOSED
from evallib.intake.tables.headers.column_roles import PLACE
from evallib.intake.tables.headers.header_cells import HeaderCell
from evallib.intake.tables.headers.header_row import Header
from evallib.model import patterns
from evallib.model.schema import TableSchema, all_schemas
from evallib.parsing.cells import clean_text
from evallib.parsing.headers import concepts, is_likeness

#: What a title says beside its matter: whose table it is, of when, in which unit, and that it is a table.
NO_MATTER = re.compile(
    r"[（(][^（）()]*[）)]|(?:金额)?单位[：:].*|.{1,10}?(?:县|区|市|镇|乡|局|委|街道|中心|单位|部门|办事处)|附[表件]|"
    r"[^\u4e00-\u9fff]|情况|统计|汇总|明细|一览|数据|信息|基本|主要|各|[年季月]度?|[上下]半年|"
    "全年|[本上当]年|第?[一二三四]季|内容|对照|对比|比较|表"
)
FEWEST_WORDS = 2
#: What a table needs no reading of: numbers of lines, remarks.
IDLE = re.compile(r"序号?|编号|行次|备注|说明|排名|名次|位次|总排名|排序")
#: So many headers left for one that was understood speak against a kind although its title is right.
MANY_LEFT = 2
#: A table of so few columns, whose rows are not surely what the kind is about, may be any table.
FEWEST_READ = 4
#: Kinds named to the user.
MOST_NAMED = 2


def with_doubt(header: Header, sheet: Sheet, words: Mapping[str, str]) -> Header:
    """A header with the doubt of its kind, where there is one: then nothing in it is sure.

    Args:
        header: a header of the sheet.
        sheet: the sheet, whose name counts as a title.
        words: the unit's own wordings for this kind; one of them in the header settles the kind.
    """
    cells = [cell for columns in header.groups.values() for cell in columns.values()]
    if any(name in words for cell in cells for name in cell.names):
        return header
    sure = sum(score >= EXACT for score in header.scores.values())
    doubt = kind_doubt(header.schema, cells, header.unknown, (*header.titles, sheet.name), sure)
    label = header.schema.label
    labels = {label: header.schema.column(label).label, PLACE: "单位"}
    unsure = next((labels[name] for name in labels if header.scores.get(name, CERTAIN) < CERTAIN), "")
    if not doubt and unsure and len({cell.column for cell in cells}) <= FEWEST_READ:
        doubt = f"认得的表头少，各行说的是什么（“{unsure}”）又看不准"
    if not doubt:
        return header
    return replace(
        header, kind_doubt=doubt, scores={name: min(score, PROPOSED) for name, score in header.scores.items()}
    )


def kind_doubt(
    schema: TableSchema, read: Sequence[HeaderCell], unread: Sequence[HeaderCell], titles: Sequence[str], sure: int
) -> str:
    """Why a table may be of another kind, in words for the user; empty where nothing speaks for it.

    Args:
        schema: the kind for which it was taken.
        read: its headers that were understood.
        unread: those that were not.
        titles: what stands over it, and the name of the sheet.
        sure: how many columns have the kind's own words over them.
    """
    named = [clean_text(text) for text in titles]
    own = any(patterns.search(schema.called, text) for text in named)
    left = [cell for cell in unread if not IDLE.fullmatch(cell.text)]
    few = len({cell.column for cell in read if not IDLE.fullmatch(cell.text)})
    if not own and _says_what(named) and (left or sure < few):
        told = [(_told(other, named), other.title) for other in all_schemas().values()]
        kinds = [title for characters, title in sorted(told, key=lambda item: -item[0]) if characters]
        likely = "、".join(f"“{title}”" for title in kinds[:MOST_NAMED])
        return f"标题说的不是这类内容，更像{likely}" if likely else "标题说的不是这类内容"
    home = _field_of_most(cell.concept for cell in read)
    # Texts about the rows, such as who is in charge, stand in tables of every kind.
    strange = [
        cell
        for cell in left
        if _field_of_most([cell.concept]) != home and not (cell.values == "text" and cell.concept in concepts())
    ]
    if (len(left) >= few and not own) or len(left) > few * MANY_LEFT or len(strange) >= few:
        return f"认得的表头只有 {few} 列，另有 {len(left)} 列不在这种表里"
    if other := _other_label(schema, left):
        return f"各行是什么，表中另有一列“{other}”在说"
    return ""


def _other_label(schema: TableSchema, unread: Sequence[HeaderCell]) -> str:
    """A column of texts left over that says what the rows are, in the words of this kind's label or of another's."""
    labels = {other.label for other in all_schemas().values()} - {column.name for column in schema.columns}
    own = schema.column(schema.label).meanings
    for cell in (cell for cell in unread if cell.values == "text"):
        if cell.concept in labels or any(
            reading.value in own and not is_likeness(reading) for reading in cell.meanings
        ):
            return cell.text
    return ""


def _field_of_most(names: Iterable[str]) -> str:
    """The sort of tables in which most of some concepts are at home; empty where none is known."""
    fields = Counter(concepts()[name].field for name in names if name in concepts())
    return fields.most_common(1)[0][0] if fields else ""


def _told(schema: TableSchema, titles: Sequence[str]) -> int:
    """How many characters of the titles speak of what a kind is about."""
    return sum(len(found[0]) for text in titles for found in patterns.finditer(schema.called or "(?!)", text))


def _says_what(titles: Sequence[str]) -> bool:
    """Whether titles tell what a table is about, and not only whose and of when it is."""
    return any(len(NO_MATTER.sub("", text)) >= FEWEST_WORDS for text in titles)
