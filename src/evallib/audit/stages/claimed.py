"""Claimed (主张): what tables and sentences claim of their figures, and the readings chosen together for all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from evallib.audit.joins import table_growth
from evallib.audit.joins.column_sums import sum_claims
from evallib.audit.joins.list_rows import row_claims
from evallib.audit.joins.repeats import repeat_claims
from evallib.audit.joins.sampled import sampled_claims
from evallib.audit.joins.statements.said_amounts import amount_claims
from evallib.audit.joins.statements.said_cells import cell_claims
from evallib.audit.joins.statements.said_growth import row_growth_claims
from evallib.audit.joins.statements.said_rates import rate_claims
from evallib.audit.joins.weighted import spelled_claims, weighted_claims
from evallib.audit.ledger import Claim, Ledger
from evallib.audit.ledger.choose import Choice, choose
from evallib.audit.ledger.movements.period_rows import growth_row_claims
from evallib.audit.ledger.silence.remainders_of_tables import doubt_remainders
from evallib.audit.ledger.silence.unread_terms import silence_unread
from evallib.audit.ledger.tables.carried import carried_claims
from evallib.audit.ledger.tables.cells import Sheet
from evallib.audit.ledger.tables.columns import column_claims
from evallib.audit.ledger.tables.forms.answer_rows import answer_row_claims
from evallib.audit.ledger.tables.forms.funds_above import funds_above
from evallib.audit.ledger.tables.forms.labelled_cells import labelled_claims
from evallib.audit.ledger.tables.forms.lone_parts import lone_part_claims
from evallib.audit.ledger.tables.groups import group_claims
from evallib.audit.ledger.tables.rows.balance_rows import balance_row_claims
from evallib.audit.ledger.tables.rows.borne_out import doubt_headless, doubt_overlong
from evallib.audit.ledger.tables.rows.full_marks import full_mark_claims
from evallib.audit.ledger.tables.rows.funds import fund_claims
from evallib.audit.ledger.tables.rows.panels import panel_claims
from evallib.audit.ledger.tables.rows.ratio_rows import ratio_row_claims
from evallib.audit.ledger.tables.rows.running_sums import running_claims
from evallib.audit.ledger.tables.rows.single_rows import single_row_claims
from evallib.audit.ledger.tables.rows.weight_sums import weight_claims
from evallib.audit.ledger.tables.told_wholes import told_share_claims
from evallib.audit.ledger.tables.totals import total_claims
from evallib.audit.ledger.tables.turned import turned_claims, turned_sheets
from evallib.audit.reading.document import Document

#: So many bands of a table a form of funds may have that stands above another table.
NEAR = 3

#: What each kind of table claims of its figures beside its columns and totals.
OF_SHEETS: tuple[Callable[[Sheet], Iterable[Claim]], ...] = (
    turned_claims,
    single_row_claims,
    carried_claims,
    group_claims,
    balance_row_claims,
    weight_claims,
    panel_claims,
    fund_claims,
    full_mark_claims,
    running_claims,
    growth_row_claims,
    answer_row_claims,
    lone_part_claims,
)


def choose_readings(ledger: Ledger, sheets: list[Sheet]) -> Choice:
    """Choose together among all that the sheets and the sentences of a document may mean."""
    tables = _claims_of_tables(ledger.document, sheets)
    listed = [*sheets, *turned_sheets(sheets)]
    shares, unprinted = told_share_claims(ledger, listed, tables)
    claims = [
        *tables,
        *shares,
        *table_growth.growth_claims(ledger, sheets),
        *ratio_row_claims(sheets),
        *sampled_claims(ledger),
        *repeat_claims(ledger),
        *labelled_claims(ledger, sheets),
        *row_claims(ledger, sheets),
        *sum_claims(ledger, listed),
        *cell_claims(ledger, sheets),
        *rate_claims(ledger, listed),
        *amount_claims(ledger, sheets),
        *row_growth_claims(ledger, sheets),
        *weighted_claims(ledger.document, sheets),
        *spelled_claims(ledger),
    ]
    return choose(ledger, claims, unprinted)


def _claims_of_tables(document: Document, sheets: list[Sheet]) -> list[Claim]:
    """What each sheet claims, alone and together with those above it in the same table."""
    found: list[Claim] = []
    stacked: list[Sheet] = []
    for number, sheet in enumerate(sheets):
        stacked = [s for s in stacked if s.grid.block == sheet.grid.block]
        above = stacked or funds_above(document, sheets[max(0, number - NEAR) : number], sheet)
        own = [*column_claims(sheet), *total_claims(sheet, above)]
        doubt_remainders(own)
        silence_unread(own, [sheet, *stacked])
        for finder in OF_SHEETS:
            own += finder(sheet)
        doubt_headless(sheet, own)
        doubt_overlong(sheet, own)
        found += own
        stacked.append(sheet)
    return found
