"""Places as a reader looks them up (位置的写法): each paragraph once, cells as ranges, what is known said once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evallib.audit.reading.document import Place

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


def told_quotes(places: Sequence[Place], most: int = 3) -> list[str]:
    """The words at the first places; what figures of one paragraph quote alike is told once.

    >>> told_quotes([Place(1, 2, 4, 3, "共12件，其中甲5件"), Place(1, 7, 9, 3, "件，其中甲5件、乙6件。")])
    ['共12件，其中甲5件、乙6件。']
    """
    told: list[tuple[tuple[int, int, int], str]] = []
    for place in places[:most]:
        spot = (place.block, place.row, place.column)
        known, before = told[-1] if told else (spot, "")
        if known == spot and (joined := _joined(before, place.quote)):
            told[-1:] = [(spot, joined)]
        else:
            told.append((spot, place.quote))
    return list(dict.fromkeys(quote for _, quote in told))


def _joined(first: str, second: str) -> str:
    """Two quotes that overlap as one, "" where they do not."""
    for left, right in ((first, second), (second, first)):
        if right in left:
            return left
        sizes = range(min(len(left), len(right)), LEAST - 1, -1)
        if size := next((size for size in sizes if left.endswith(right[:size])), 0):
            return left + right[size:]
    return ""


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
