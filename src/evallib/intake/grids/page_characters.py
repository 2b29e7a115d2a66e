"""Characters of a page of a PDF (页面上的字): where each stands, without its looks."""

from __future__ import annotations

from typing import Any

from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfplumber.page import PDFPageAggregatorWithMarkedContent

from evallib.intake.grids.page_operators import QuickInterpreter

#: How deep characters may reach below their line, and how deep they usually do, in the height of the font.
DEEPEST, USUAL = 0.5, 0.22


class Characters(PDFPageAggregatorWithMarkedContent):
    """Takes what is drawn on a page; level texts become pdfplumber's dictionaries at once.

    Args:
        page: of pdfplumber.
        glyphs: text and width of the characters of every font, kept from page to page.
    """

    def __init__(self, page: Any, glyphs: dict[Any, dict[int, tuple[str, float]]]) -> None:
        super().__init__(page.pdf.rsrcmgr, pageno=page.page_number, laparams=None)
        self.page, self.glyphs = page, glyphs
        self.left, top = page.mediabox[:2]
        self.above = page.height + top

    def tag_cur_item(self) -> None:
        """Nobody asks for the marks of a structure."""

    def render_string_horizontal(
        self, seq: Any, matrix: Any, pos: Any, font: Any, *sizes: Any, **further: Any
    ) -> tuple[float, float]:
        """Put the characters of a text on the page: pdfminer's arithmetic without what is nothing on level lines."""
        a, b, c, d, e, f = matrix
        if b or c or further:
            x, y = super().render_string_horizontal(seq, matrix, pos, font, *sizes, **further)
            return x, y
        fontsize, scaling, charspace, wordspace, rise, dxscale, *_ = sizes
        x, y = pos
        glyphs = self.glyphs.setdefault(font, {})
        page, left, above = self.page, self.left, self.above
        foot = _descent(font) * fontsize + rise
        line = y * d + f
        y0, y1 = d * foot + line, d * (foot + fontsize) + line
        if y1 < y0:
            y0, y1 = y1, y0
        height = y1 - y0
        common = {
            "object_type": "char",
            "page_number": page.page_number,
            "upright": a * d * scaling > 0,
            "size": height,
            "height": height,
            "y0": y0,
            "y1": y1,
            "top": above - y1,
            "bottom": above - y0,
            "doctop": page.initial_doctop + above - y1,
        }
        objects: list[Any] = self.cur_item._objs
        spaced = False
        for part in seq:
            if isinstance(part, (int, float)):
                x -= part * dxscale
                spaced = True
            elif isinstance(part, bytes):
                for code in font.decode(part):
                    if spaced:
                        x += charspace
                    spaced = True
                    if code not in glyphs:
                        glyphs[code] = self._glyph(font, code)
                    text, width = glyphs[code]
                    advance = width * fontsize * scaling
                    x0 = x * a + e
                    x1 = a * advance + x0
                    matrix = (a, b, c, d, x0, line)
                    if x1 < x0:
                        x0, x1 = x1, x0
                    objects.append(
                        common | {"text": text, "matrix": matrix, "x0": x0 + left, "x1": x1 + left, "width": x1 - x0}
                    )
                    x += advance
                    if code == 32 and wordspace:
                        x += wordspace
        return x, y

    def _glyph(self, font: Any, code: int) -> tuple[str, float]:
        try:
            text = font.to_unichr(code)
        except PDFUnicodeNotDefined:
            text = self.handle_undefined_char(font, code)
        return text, font.char_width(code)


def _descent(font: Any) -> float:
    """How far a font's characters reach below their line; what a whole line is too much for is told wrongly."""
    told = float(font.get_descent())
    return told if -DEEPEST < told <= 0 else -USUAL


def lay_out(page: Any, glyphs: dict[Any, dict[int, tuple[str, float]]]) -> None:
    """Read what stands on a page into its `layout`; a page that cannot be read so is left to pdfplumber.

    Args:
        page: of pdfplumber.
        glyphs: what the pages before have learned of their fonts.
    """
    device = Characters(page, glyphs)
    try:
        QuickInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    except Exception:  # whatever is wrong with it, pdfplumber tells it better
        return
    page._layout = device.get_result()
