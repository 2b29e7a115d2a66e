"""Places as a reader looks them up (位置的写法): each paragraph once, cells as ranges, what is known said once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce

from evallib.audit.reading.document import Place
from evallib.parsing.plain_text import squeeze

MOST = 6
#: So many characters that two quotes share are the same ones of a paragraph.
LEAST = 6


def told_places(places: Sequence[Place], most: int = MOST) -> list[tuple[str, Place]]:
    """The places of a finding, each with the place that a link leads to.

    Args:
        places: as the finding has them, the figure's own first.
        most: how many are told; of what lies behind only the number is told.

    >>> cells = [Place(3, 0, 4, line, "", 1, row, 2, name="表1 收支") for line, row in ((9, 6), (5, 2), (6, 3), (7, 4))]
    >>> [words for words, _ in told_places(cells)]
    ['“表1 收支”第6行第2列', '第2–4行第2列']
    """
    spots = {(place.block, place.row, place.column): place for place in reversed(places)}
    own, *others = dict.fromkeys(spots[place.block, place.row, place.column] for place in places)
    told = [(str(own), own)]
    runs = list(_runs(others))
    told += [(_further(run, own), run[0]) for run in runs[: most - 1]]
    if len(runs) >= most:
        words, place = told[-1]
        told[-1] = (f"{words}等{len(others) + 1}处", place)
    return told


def under_heading(words: str, place: Place, own: Place) -> str:
    """A place with the heading above it, by which an author finds it; a table has a title of its own.

    Args:
        words: the place as `told_places` writes it.
        place: itself.
        own: the first place of the finding, whose heading need not be told again.

    >>> place, other = (Place(3, start, 9, 8, "", section="（二）资金 情况", file="甲.docx") for start in (0, 5))
    >>> under_heading("甲.docx 第8行", place, place), under_heading("第8行", other, place)
    ('甲.docx “（二）资金情况”第8行', '第8行')
    """
    heading = squeeze(place.section)
    known = place is not own and not own.table and (place.file, heading) == (own.file, squeeze(own.section))
    if not heading or place.table or known:
        return words
    file = f"{place.file} " if place.file and words.startswith(place.file) else ""
    return f"{file}“{heading}”{words.removeprefix(file)}"


def told_quotes(places: Sequence[Place], most: int = 3) -> list[str]:
    """The words at the first places; those of one paragraph are one quote, in the order of the paragraph.

    >>> told_quotes([Place(1, 9, 11, 3, "件，其中甲5件、乙6件。"), Place(1, 2, 4, 3, "共12件，其中甲5件")])
    ['共12件，其中甲5件、乙6件。']
    """
    spots: dict[tuple[int, int, int], list[Place]] = {}
    for place in places[:most]:
        spots.setdefault((place.block, place.row, place.column), []).append(place)
    told: list[str] = []
    for near in spots.values():
        ordered = [place.quote for place in sorted(near, key=lambda place: place.start)]
        told.append(reduce(_joined, ordered))
    return list(dict.fromkeys(told))


def _joined(first: str, second: str) -> str:
    """Two quotes of a paragraph as one: where they overlap without saying it twice, else with what is left out told."""
    for left, right in ((first, second), (second, first)):
        if right in left:
            return left
    sizes = range(min(len(first), len(second)), LEAST - 1, -1)
    size = next((size for size in sizes if first.endswith(second[:size])), 0)
    return first + second[size:] if size else f"{first}…{second}"


def _runs(places: Sequence[Place]) -> Iterator[list[Place]]:
    """Cells that follow each other in a column or in a row are one run."""
    run: list[Place] = []
    for place in places:
        if run and not _follows(run, place):
            yield run
            run = []
        run.append(place)
    if run:
        yield run


def _follows(run: list[Place], place: Place) -> bool:
    last = run[-1]
    step = (place.row - last.row, place.column - last.column)
    before = (last.row - run[-2].row, last.column - run[-2].column) if len(run) > 1 else step
    return bool(place.table) and place.block == last.block and step == before and step in {(1, 0), (0, 1)}


def _further(run: list[Place], own: Place) -> str:
    """One place or one run of cells, without what the figure's own place has said."""
    first, last = run[0], run[-1]
    if first.cell:
        sheet = "" if (first.file, first.name) == (own.file, own.name) else str(first).removesuffix(first.cell)
        return sheet + (first.cell if first is last else f"{first.cell}:{last.cell}")
    words = str(first) if first.file != own.file else str(first).removeprefix(f"{own.file} ")
    if not first.table:
        return words
    cells = _range("行", first.row, last.row) + _range("列", first.column, last.column)
    if first.block == own.block:
        return cells
    return words.removesuffix(f"第{first.row}行第{first.column}列") + cells


def _range(word: str, first: int, last: int) -> str:
    return f"第{first}{word}" if first == last else f"第{first}–{last}{word}"
