"""Web pages saved as workbooks (HTML 假 xls): the largest table of the page as rows of text."""

from __future__ import annotations

from html.parser import HTMLParser

MAX_CELLS = 3_000_000
MAX_SPAN = 200


class _Tables(HTMLParser):
    """Collects the rows of every table; a cell over several columns leaves empty ones to its right."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str | None]]] = []
        self._open: list[list[list[str | None]]] = []
        self._cell: list[str] | None = None
        self._span = 1
        self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._open.append([])
            self.tables.append(self._open[-1])
        elif tag == "tr" and self._open:
            self._finish()
            self._open[-1].append([])
        elif tag in {"td", "th"} and self._open and self._open[-1]:
            self._finish()
            span = dict(attrs).get("colspan") or "1"
            self._cell, self._span = [], min(int(span), MAX_SPAN) if span.isdigit() else 1
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "tr"}:
            self._finish()
        elif tag == "table" and self._open:
            self._finish()
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _finish(self) -> None:
        if self._cell is None or not self._open or not self._open[-1]:
            return
        self._cells += self._span
        if self._cells > MAX_CELLS:
            raise ValueError("too many cells")
        text = "".join(self._cell).replace("\xa0", " ").strip()
        self._open[-1][-1] += [text or None, *[None] * (self._span - 1)]
        self._cell = None


def html_rows(text: str) -> list[list[str | None]]:
    """Rows of the table with the most cells; empty if the page has none.

    Raises:
        ValueError: the page has an absurd number of cells.

    >>> html_rows("<html><table><tr><th colspan=2>工单</th></tr><tr><td>A1<td>2023-03-01</tr></table>")
    [['工单', None], ['A1', '2023-03-01']]
    """
    parser = _Tables()
    parser.feed(text)
    parser.close()
    return max(parser.tables, key=lambda table: sum(map(len, table)), default=[])
