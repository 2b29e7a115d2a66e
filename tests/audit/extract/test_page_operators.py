"""Pages of PDF files: what is read in one pass is what pdfminer reads token by token, and everything else is left to it."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pdfplumber
import pytest
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import PSEOF

from evallib.intake.grids import page_operators
from evallib.intake.grids.pdf_pages import pdf_pages

sys.path.insert(0, str(Path(__file__).parent))
from test_pdf import write_pdf

PLAIN = [
    b"q 1 0 0 -1 72 .5 cm T* ' \" Q",
    b"/F1 5. Tf +3 -2.5 Td (a\\(b\\)\\\\\\n) Tj <004100B2>Tj",
    b"[(\\101\\7x) -20 <>5[1]]TJ",
    b"/Text#20body<</MCID 0/Lang(zh)/A<FEFF0041>>>BDC EMC",
    b"/\xe4\xb8\xad Do 12a 1.2.3",
    b"",
]
#: Comments, values that look like operators, pictures, brackets in texts, cut pairs, other signs.
ODD = [b"1 %c\n2", b"true", b"null", b"BI /W 1 ID xx EI", b"(a(b))", b"<4>", b"<0 0>", b"{", b"[1", b"1]", b"[Tj]"]
ODD += [b"<<1 2>>", b"<</A>>", b"(a\\400)", b"(a\\8)", b"-", b"1\x00", b"/", b"(a"]


def by_pdfminer(content: bytes) -> list[object]:
    stream = PDFStream({}, b"")
    stream.rawdata, stream.data = None, content
    parser, objects = PDFContentParser([stream]), []
    while True:
        try:
            objects.append(parser.nextobject()[1])
        except PSEOF:
            return objects


@pytest.mark.parametrize("content", PLAIN)
def test_plain_operators_are_those_of_pdfminer(content):
    assert page_operators.read_operators(content) == by_pdfminer(content)


@pytest.mark.parametrize("content", ODD)
def test_what_pdfminer_may_read_otherwise_is_left_to_it(content):
    assert page_operators.read_operators(content) is None


def test_pieces_in_any_order_are_those_of_pdfminer_or_left_to_it():
    rng = random.Random(5)
    pieces = [piece for content in PLAIN + ODD for piece in content.split(b" ")] + [b"<<", b">>", b"[", b"]", b"("]
    read = 0
    for _ in range(3000):
        content = b"".join(rng.choice(pieces) + rng.choice((b"", b" ", b"\r\n")) for _ in range(rng.randint(1, 5)))
        objects = page_operators.read_operators(content)
        if objects is not None:
            read += 1
            assert objects == by_pdfminer(content), content
    assert read > 300


@pytest.mark.parametrize(
    "text",
    [
        "BT /F1 11 Tf 2 Tc 3 Tw 90 Tz 4 Ts 60 700 Td [<0041>-200<4E2D> 10 <0020>] TJ T* <0042> ' ET",
        "BT /F1 11 Tf 0 1 -1 0 300 400 Tm <00414E2D> Tj ET",
        "BT /F1 -11 Tf 1 0 0 -1 300 400 Tm <00414E2D> Tj ET % a comment",
        "q 2 0 0 .5 10 10 cm BT /F1 8 Tf 60 700 Td <0041> Tj ET 60 60 m 200 60 l S 10 10 50 50 re f Q",
        "BT 60 700 Td <0041> Tj ET",
    ],
)
def test_characters_and_lines_stand_where_pdfplumber_puts_them(tmp_path, text):
    write_pdf(tmp_path / "页.pdf", text, text)
    with pdfplumber.open(tmp_path / "页.pdf") as pdf:
        expected = [page.objects for page in pdf.pages]
    read = [page.objects for page in pdf_pages(tmp_path / "页.pdf")]
    for ours, theirs in zip(read, expected, strict=True):
        assert {kind: len(items) for kind, items in ours.items()} == {k: len(items) for k, items in theirs.items()}
        for kind, items in ours.items():
            for own, whole in zip(items, theirs[kind], strict=True):
                assert {key: value for key, value in whole.items() if key in own} == own
