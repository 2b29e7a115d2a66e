"""Finders (各类读法): what each kind of sentence claims of its figures, one function for one kind."""

from __future__ import annotations

from collections.abc import Callable

from evallib.audit.ledger import Claim, Ledger
from evallib.audit.ledger.accounts.after_both import after_both_claims
from evallib.audit.ledger.accounts.balances import balance_claims
from evallib.audit.ledger.accounts.both_sides import side_claims
from evallib.audit.ledger.accounts.carried_over import carried_claims
from evallib.audit.ledger.accounts.closing import closing_claims
from evallib.audit.ledger.accounts.taken_back import taken_back_claims
from evallib.audit.ledger.accounts.to_be_done import to_be_done_claims
from evallib.audit.ledger.accounts.year_end import year_end_claims
from evallib.audit.ledger.accounts.year_through import through_claims
from evallib.audit.ledger.means.bracketed_prices import price_claims
from evallib.audit.ledger.means.multiples import multiple_claims
from evallib.audit.ledger.means.priced_lists import priced_claims
from evallib.audit.ledger.movements.compared import compared_claims
from evallib.audit.ledger.movements.gaps import gap_claims
from evallib.audit.ledger.movements.growth import growth_claims
from evallib.audit.ledger.movements.three_expenses import expense_claims
from evallib.audit.ledger.ratios.bracketed import bracketed_claims
from evallib.audit.ledger.ratios.completion import completion_claims
from evallib.audit.ledger.ratios.explicit_pairs import spelled_claims
from evallib.audit.ledger.ratios.parts_behind import parts_behind_claims
from evallib.audit.ledger.ratios.points import point_claims
from evallib.audit.ledger.ratios.portions import portion_claims
from evallib.audit.ledger.ratios.rates import rate_claims
from evallib.audit.ledger.ratios.shares import share_claims
from evallib.audit.ledger.statistics.days_of_year import day_claims
from evallib.audit.ledger.statistics.industries import industry_claims
from evallib.audit.ledger.statistics.town_to_country import town_claims
from evallib.audit.ledger.statistics.vital_rates import vital_claims
from evallib.audit.ledger.wholes.added import added_claims
from evallib.audit.ledger.wholes.afar.answers_alike import answers_alike_claims
from evallib.audit.ledger.wholes.afar.clauses import clause_claims
from evallib.audit.ledger.wholes.afar.divided_lists import divided_claims
from evallib.audit.ledger.wholes.afar.headlines import headline_claims
from evallib.audit.ledger.wholes.afar.hundreds import hundred_claims
from evallib.audit.ledger.wholes.afar.lists_alike import alike_claims
from evallib.audit.ledger.wholes.afar.named_lists import named_list_claims
from evallib.audit.ledger.wholes.afar.paragraph_lists import paragraph_claims
from evallib.audit.ledger.wholes.afar.parts_of_change import change_part_claims
from evallib.audit.ledger.wholes.afar.ranges import range_claims
from evallib.audit.ledger.wholes.afar.referred import referred_claims
from evallib.audit.ledger.wholes.afar.shared_lists import shared_list_claims
from evallib.audit.ledger.wholes.afar.shares_apart import shares_apart_claims
from evallib.audit.ledger.wholes.afar.still_open import open_claims
from evallib.audit.ledger.wholes.afar.survey_answers import answer_claims
from evallib.audit.ledger.wholes.counted import counted_claims
from evallib.audit.ledger.wholes.halves_apart import half_claims
from evallib.audit.ledger.wholes.marks import mark_claims
from evallib.audit.ledger.wholes.nested_lists import nested_claims
from evallib.audit.ledger.wholes.restated import restated_claims
from evallib.audit.ledger.wholes.side_by_side.inner_parts import inner_claims
from evallib.audit.ledger.wholes.side_by_side.interleaved import interleaved_claims
from evallib.audit.ledger.wholes.side_by_side.level_points import level_claims
from evallib.audit.ledger.wholes.side_by_side.numbered_paragraphs import numbered_claims
from evallib.audit.ledger.wholes.side_by_side.paired_columns import column_claims
from evallib.audit.ledger.wholes.side_by_side.parallel_clauses import parallel_claims
from evallib.audit.ledger.wholes.side_by_side.respondents import respondent_claims
from evallib.audit.ledger.wholes.states import state_claims
from evallib.audit.ledger.wholes.sums import sum_claims, triple_claims

FINDERS: tuple[Callable[[Ledger], list[Claim]], ...] = (
    sum_claims,
    balance_claims,
    share_claims,
    completion_claims,
    rate_claims,
    parts_behind_claims,
    growth_claims,
    expense_claims,
    change_part_claims,
    point_claims,
    multiple_claims,
    portion_claims,
    triple_claims,
    counted_claims,
    added_claims,
    bracketed_claims,
    restated_claims,
    gap_claims,
    compared_claims,
    closing_claims,
    half_claims,
    carried_claims,
    nested_claims,
    parallel_claims,
    column_claims,
    numbered_claims,
    answer_claims,
    state_claims,
    side_claims,
    year_end_claims,
    vital_claims,
    day_claims,
    town_claims,
    industry_claims,
    mark_claims,
    divided_claims,
    hundred_claims,
    answers_alike_claims,
    shared_list_claims,
    clause_claims,
    referred_claims,
    taken_back_claims,
    paragraph_claims,
    alike_claims,
    range_claims,
    spelled_claims,
    through_claims,
    headline_claims,
    open_claims,
    price_claims,
    priced_claims,
    named_list_claims,
    shares_apart_claims,
    level_claims,
    after_both_claims,
    to_be_done_claims,
    respondent_claims,
    interleaved_claims,
    inner_claims,
)
