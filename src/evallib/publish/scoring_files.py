"""What is handed over with a score: scorecard.json, 评价底稿.xlsx, 绩效自评表.xlsx and .docx."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evallib.model import patterns
from evallib.model.workspace.files import write_text
from evallib.publish.books.working_paper import write_working_paper
from evallib.publish.forms.self_evaluation_form import write_forms
from evallib.scoring.scorecard import Scorecard

if TYPE_CHECKING:
    import pandas as pd


def write_scoring_files(
    cards: Sequence[Scorecard],
    folder: Path,
    tables: Mapping[str, pd.DataFrame] | None = None,
    hashes: Mapping[str, str] | None = None,
) -> list[Path]:
    """Write the deliverables of a unit and year.

    Args:
        cards: its scorecards: one, or one per project.
        folder: usually ``reports/<year>/<unit>``.
        tables: clean tables to put into the working papers.
        hashes: fingerprints of the files that were handed in.

    Returns:
        The files: scorecard.json, 评价底稿.xlsx (with the project's name where there are several), the forms.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = [write_scorecard_json(cards, folder / "scorecard.json")]
    for card in cards:
        written.append(write_working_paper(card, folder / paper_name(card, len(cards)), tables, hashes))
    return [*written, *write_forms(cards, folder)]


def write_scorecard_json(cards: Sequence[Scorecard], path: Path) -> Path:
    """All scorecards of a unit and year as readable JSON."""
    data = {"scorecards": [card.to_dict() for card in cards]}
    write_text(path, json.dumps(data, ensure_ascii=False, indent=1) + "\n", sync=False)
    return path


def paper_name(card: Scorecard, cards: int) -> str:
    """Name of a working paper; characters that a file name cannot have are replaced."""
    if cards == 1 or card.unit.project is None:
        return "评价底稿.xlsx"
    safe = patterns.sub(r'[\\/:*?"<>|\s]+', "_", card.unit.project.name)
    return f"评价底稿-{safe}.xlsx"
