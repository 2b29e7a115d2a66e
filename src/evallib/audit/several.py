"""Several documents at once (几份文件一起核对): each is audited by itself, then what they tell of a thing compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from evallib.audit.across import compare
from evallib.audit.claims import read_claims
from evallib.audit.extract import read_document
from evallib.audit.extract.word_pages import with_pages
from evallib.audit.findings import Agreement, Finding
from evallib.audit.identities import Identity
from evallib.audit.ledger.coverage import DOUBTFUL, LOOSE, TIED, WRONG
from evallib.audit.ledger.slips import digits_of
from evallib.audit.ordering import in_order
from evallib.audit.reading.document import Document, Paragraph, Place
from evallib.audit.reading.masked import mask_document
from evallib.audit.report import audit_document
from evallib.audit.result import Audit
from evallib.model.problems import EvallibError, Problem
from evallib.parsing.years import first_year
from evallib.privacy import mask_label


def audit_reports(paths: Sequence[Path | str], claims: Path | str | None = None, *, pages: bool = False) -> Audit:
    """Audit several reports, and each against the others; one report is audited as `audit_report` does.

    Args:
        paths: .txt, .docx, .xlsx or .pdf files.
        claims: a YAML file with further relations of the first.
        pages: whether Word files are set by LibreOffice (if it is found), so that places name their page.

    Returns:
        One audit over all of them; every place names its file.

    Raises:
        EvallibError: a file cannot be read, or is named twice.
    """
    names = _told_apart([Path(path) for path in paths])
    documents = [mask_document(read_document(path)) for path in paths]
    if pages:
        documents = [with_pages(document, Path(path)) for document, path in zip(documents, paths, strict=True)]
    first = read_claims(Path(claims), documents[0]) if claims else ()
    if len(documents) == 1:
        return audit_document(documents[0], first)
    return merge([_with_file(replace(d, name=mask_label(n))) for d, n in zip(documents, names, strict=True)], first)


def _told_apart(paths: Sequence[Path]) -> list[str]:
    """Names by which a reader tells the files apart: with as many folders as it takes (去年/报告.docx)."""
    whole = [path.resolve() for path in paths]
    if twice := next((path for n, path in enumerate(paths) if whole[n] in whole[:n]), None):
        raise EvallibError(
            Problem(
                "audit.twice",
                "同一份文件写了两次",
                file=str(twice),
                advice="每份文件只写一次；改过的稿请另存为新的文件名",
            )
        )
    for parts in range(1, max((len(path.parts) for path in whole), default=1)):
        names = ["/".join(path.parts[-parts:]) for path in whole]
        if len(set(names)) == len(names):
            return names
    return [str(path) for path in whole]


def merge(documents: Sequence[Document], claims: Iterable[Identity] = ()) -> Audit:
    """Audit documents whose blocks name their file, and put the audits one behind the other."""
    audits = [audit_document(document, claims if n == 0 else ()) for n, document in enumerate(documents)]
    usual = next((document.year for document in documents if document.year), 0)
    dated = [_dated(document, usual) for document in documents]
    undated = {n for n, document in enumerate(documents) if not document.year}
    across = list(compare(dated, [audit.entries for audit in audits], undated))
    offsets = _offsets(documents)
    blocks = [
        b
        for document in documents
        for b in (Paragraph(f"【{document.name}】", 0, file=document.name), *document.blocks)
    ]
    by_file = {document.name: offset for document, offset in zip(documents, offsets, strict=True)}
    findings: list[Finding] = []
    agreements: list[Agreement] = []
    states: dict[Place, str] = {}
    for audit, offset in zip(audits, offsets, strict=True):
        for f in audit.findings:
            blamed = _moved(f.blamed, offset)
            findings.append(replace(f, places=_moved(f.places, offset), blamed=blamed, group=0))
        agreements += [replace(a, places=_moved(a.places, offset)) for a in audit.agreements]
        states |= {_move(place, offset): state for place, state in audit.states.items()}
    for item in across:
        moved = replace(item, places=tuple(_move(p, by_file[p.file]) for p in item.places))
        state = TIED if isinstance(moved, Agreement) else DOUBTFUL if moved.confidence == "low" else WRONG
        for place in moved.places:
            if states.get(place) == LOOSE or state == WRONG:
                states[place] = state
        if isinstance(moved, Agreement):
            agreements.append(moved)
        elif (known := _known(findings, moved)) is not None:
            known_at = findings.index(known)
            findings[known_at] = replace(
                known,
                places=(*known.places, moved.places[1]),
                arithmetic=f"{known.arithmetic}；另一份文件为 {moved.recomputed}",
            )
        else:
            findings = [f for f in findings if not _is_doubt_of(f, moved)]
            findings.append(moved)
    name = "、".join(document.name for document in documents)
    notes = tuple(f"{document.name}：{note}" for document in documents for note in document.notes)
    notes += tuple(
        f"{dated[n].name}：没有写明年度，与其他文件核对时按 {dated[n].year} 年度" for n in undated if dated[n].year
    )
    gaps = tuple(f"{document.name}：{gap}" for document in documents for gap in document.gaps)
    document = Document(name, tuple(blocks), notes, documents[0].year, gaps=gaps)
    tied = {place.file for item in across for place in item.places}
    silent = tuple(audit.document.name for audit in audits if audit.unread and audit.document.name not in tied)
    names = sum(audit.names for audit in audits)
    return Audit(document, in_order(findings), tuple(agreements), (), states, names, silent=silent)


def _known(findings: Sequence[Finding], across: Finding) -> Finding | None:
    """The finding that already says of a figure what another document confirms."""
    right = digits_of(across.recomputed)
    return next(
        (
            f
            for f in findings
            if f.places[0] == across.places[0] and digits_of(f.recomputed) == right and f.confidence != "low"
        ),
        None,
    )


def _is_doubt_of(finding: Finding, across: Finding) -> bool:
    """Whether a doubt says of a figure what another document makes a finding."""
    return (
        finding.confidence == "low"
        and across.confidence != "low"
        and finding.places[0] == across.places[0]
        and digits_of(finding.recomputed) == digits_of(across.recomputed)
    )


def _with_file(document: Document) -> Document:
    return replace(document, blocks=tuple(replace(block, file=document.name) for block in document.blocks))


def _dated(document: Document, usual: int) -> Document:
    """A document that tells no year: of that in the name of its file, or else of the others' first one."""
    return document if document.year else replace(document, known_year=first_year(document.name) or usual)


def _offsets(documents: Sequence[Document]) -> list[int]:
    offsets, at = [], 0
    for document in documents:
        offsets.append(at + 1)
        at += 1 + len(document.blocks)
    return offsets


def _move(place: Place, offset: int) -> Place:
    return replace(place, block=place.block + offset) if place.block >= 0 else place


def _moved(places: tuple[Place, ...], offset: int) -> tuple[Place, ...]:
    return tuple(_move(place, offset) for place in places)
