"""Money on a sheet of its own (资金另成一张): the funds of a form whose goals stand in the table after it."""

from __future__ import annotations

from collections.abc import Sequence

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.form_labels import labels_in, right_of
from evallib.intake.forms.form_shape import FUNDS, TITLE, FormShape, IndicatorHeader, find_forms
from evallib.intake.forms.funds.fund_columns import fund_columns
from evallib.intake.forms.layouts.laid_out import laid_out
from evallib.model.table_words import NO_WORDS, Words
from evallib.parsing.cells import clean_text
from evallib.parsing.headers import undress
from evallib.parsing.plain_text import plain

TITLE_ROWS, SEARCHED, LARGEST = 4, 40, 16
#: Only a form gives points to its money.
POINTS = frozenset({"分值", "得分"})


def with_money(sheets: Sequence[Sheet], words: Words | None = None) -> list[tuple[Sheet, Sheet | None]]:
    """Sheets in their order, each with the sheet before or behind it that holds nothing but its form's money.

    Args:
        sheets: sheets of files, in order.
        words: own wordings of headers.
    """
    found: list[tuple[Sheet, Sheet | None]] = []
    money: Sheet | None = None
    behind: Sheet | None = None
    for position, sheet in enumerate(sheets):
        following = sheets[position + 1] if position + 1 < len(sheets) else None
        if sheet is behind:
            continue
        if money is None and following is not None and _follows(sheet, following, words):
            behind = following
            found.append((sheet, following))
            continue
        if money is None and following is not None and _belong(sheet, following, words):
            money = sheet
            continue
        found.append((sheet, money))
        money = None
    return found


def money_shape(sheet: Sheet, words: Words | None = None) -> FormShape | None:
    """The shape of a sheet with a form's title or points and its funds, and without goals; None for any other."""
    title = "".join(clean_text(value) for row in sheet.rows[:TITLE_ROWS] for value in row) + sheet.name
    texts = {undress(clean_text(value)).core for row in sheet.rows[:TITLE_ROWS] for value in row}
    if not TITLE.search(title) and not texts & POINTS:
        return None
    own = (words or {}).get(FUNDS, NO_WORDS)
    funds = next((row for row in range(min(len(sheet.rows), SEARCHED)) if fund_columns(sheet, row, own)), None)
    if funds is None:
        return None
    end = len(sheet.rows)
    return FormShape(0, end, labels_in(sheet, 0, end), IndicatorHeader(end, end, {}, ()), funds, fund_words=own)


def _follows(sheet: Sheet, following: Sheet, words: Words | None) -> bool:
    """Whether the money of a form stands in the table behind it, which has points and no project of its own."""
    if sheet.path != following.path or len(following.rows) > LARGEST:
        return False
    money = laid_out(following)
    shape = money_shape(money, words)
    if shape is None or "project_name" in shape.labels or find_forms(money, words, goes_on=True):
        return False
    forms = find_forms(laid_out(sheet), words)
    return len(forms) == 1 and forms[0].funds is None and not forms[0].pairs


def _belong(sheet: Sheet, following: Sheet, words: Words | None) -> bool:
    """Whether a sheet has the money of the goals on the next: nothing there tells money or names another project."""
    if sheet.path != following.path:
        return False
    money = laid_out(sheet)
    shape = money_shape(money, words)
    if shape is None or find_forms(money, words) or not shape.labels:
        return False
    goals = laid_out(following)
    forms = find_forms(goals, words, goes_on=True)
    if len(forms) != 1 or forms[0].funds is not None or forms[0].pairs:
        return False
    projects = {
        plain(right_of(part, labels.get("project_name")) or "")
        for part, labels in ((money, shape.labels), (goals, forms[0].labels))
    }
    return len(projects - {""}) <= 1
