"""Generators by name (内容生成): what an outline may call for."""

from __future__ import annotations

from functools import partial

from evallib.publish.drafts.chapters import (
    annexes,
    findings,
    money,
    month,
    people,
    prices,
    process,
    projects,
    proof,
    rates,
    requests,
    results,
    self_evaluation,
)
from evallib.publish.drafts.material import FactMaker, Maker

_MAKERS: tuple[Maker, ...] = (
    money.budget, money.budget_lines_table, money.departments_table, money.years_table, projects.projects_table,
    money.budget_chart, people.duties, people.history, people.plans, people.staff, people.assets, people.goals,
    people.tasks, people.task_results, people.key_projects, people.related_parties, requests.counts, rates.rates,
    requests.failures, requests.surveys, self_evaluation.filed, self_evaluation.forms_table,
    self_evaluation.effects, self_evaluation.outputs, self_evaluation.goals_of_forms, self_evaluation.application,
    findings.experience, findings.problems, findings.problem_list, findings.recommendations, findings.limits,
    process.mandate, process.scope, process.basis, process.methods, process.grades, process.dates,
    results.conclusion, results.levels_table, results.levels_chart, results.analysis, proof.system_table,
    results.system_sentence, proof.score_table, proof.proof, results.achievements, results.losses_chart,
    month.month_headline, month.month_volume, month.month_agencies, month.month_standing, month.month_topics,
    month.month_matters, month.month_cases, month.month_basis, annexes.paper_index, annexes.disagreements,
    annexes.inputs_table, prices.price_tables, prices.progress_table,
)  # fmt: skip
MAKERS: dict[str, Maker] = {maker.__name__: maker for maker in _MAKERS}
MAKERS |= {
    name: partial(process.context_table, name=sheet, title=title)
    for name, (sheet, title) in process.CONTEXT_TABLES.items()
}
FACTS: dict[str, FactMaker] = {
    maker.__name__: maker
    for maker in (
        money.large_adjustments,
        people.task_facts,
        people.staff_facts,
        people.goal_facts,
        requests.failure_facts,
        rates.rate_facts,
        requests.count_facts,
        self_evaluation.form_losses,
        self_evaluation.effect_facts,
        self_evaluation.unscored,
        findings.loss_facts,
        findings.finding_facts,
        findings.deficiency_facts,
        findings.judged_facts,
        findings.gain_facts,
        proof.management_facts,
        prices.progress_facts,
        month.month_facts,
    )
}
