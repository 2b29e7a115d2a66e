"""Publish (发布): executed notebooks → HTML, workbooks, forms and the index page."""

from __future__ import annotations

from evallib.model.lazy_names import lazy_names

#: Module → names that the room offers from it: a file can move without a user of the room noticing.
_NAMES = {
    "audit_files": "audit_documents findings_frame write_audits",
    "books.audit_decisions": "read_decisions",
    "books.audit_workbook": "FINDING_COLUMNS write_audit_workbook",
    "books.checked_copy": "COLOURS SUMMARY_COLUMNS checked_copy places",
    "books.month_workbook": "follow_up month_workbook write_month_files",
    "books.review_workbook": "write_review_workbook",
    "books.working_paper": "write_working_paper",
    "drafts.drafting": "make_draft",
    "drafts.letter": "write_letter",
    "drafts.outline": "Chapter gap_id gap_name read_outline",
    "drafts.rules": "check_rules",
    "drafts.word.writer": "word_bytes write_word",
    "drafts.writing": "suitable_kinds take_back_file write_delivery write_review",
    "forms.blank_table": "find_kind write_template",
    "forms.form_layout": "lay_out",
    "forms.self_evaluation_form": "write_forms",
    "forms.template_notes": "ACTUALS LEVELS TARGETS UNDECIDED",
    "forms.template_validation": "BETWEEN validation",
    "hand_over": "withdraw",
    "messages.comparing": "UNTESTED against_average over_year",
    "messages.losses": "losses",
    "package": "write_package",
    "page.attention": "concerns concerns_html",
    "page.audit_page": "render_audit_page write_audit_page",
    "page.blocks": "bullets figure masthead missing section sentence subsection table table_html",
    "page.checks_page": "ALL_PROBLEMS write_checks",
    "page.drawing.figures": "draw_figure",
    "page.drawing.pen": "apart width_of",
    "page.drawing.rate_panels": "panel scale_of",
    "page.drawing.small_pictures": "draw",
    "page.figure_texts": "plain_labels",
    "page.handbook": "render_handbook",
    "page.html": "ASSETS write_assets",
    "page.index_page": "read_results render_index write_index",
    "page.paper": "PAPER find_browser print_report",
    "page.provenance": "downloads",
    "page.review_page": "render_review_page",
    "page.sparkline": "sparkline",
    "page.standalone": "STANDALONE standalone",
    "release.check": "check_release withhold",
    "release.opened_pages": "Opened",
    "release.published_counts": "Published collect",
    "release.published_files": "is_checked",
    "release.request_facts": "Dimension PAIR RequestFacts given_away of_district",
    "release.unit_check": "single_requests",
    "scoring_files": "write_scoring_files",
    "sections.district": "show_funnel show_league show_multiples",
    "sections.first_screen": "first_screen_html",
    "sections.gaps": "show_missing show_outdated show_states",
    "sections.hand_in_versions": "show_versions",
    "sections.month.hidden_measures": "without_small",
    "sections.month.month_page": "MonthPage MonthTable open_month",
    "sections.month.month_report": (
        "SECTIONS chosen_sections guarded_tables headline month_tables show_downloads show_headline show_sections"
    ),
    "sections.overview": "show_attention show_published_rates show_scores show_submissions unit_results",
    "sections.orders.rates_of_requests": "show_process show_rates",
    "sections.orders.request_page": "RequestPage SYNTHETIC_MARK open_page",
    "sections.orders.requests": (
        "GROUPS show_absence show_causes show_concentration show_failures show_handling show_notice show_volume"
    ),
    "sections.scorecard": (
        "CARDS IMPROVEMENTS LEVEL_COLUMNS card_name cards_frame improvements_frame judged_frame judged_sentence "
        "levels_frame show_card show_lost traces_html"
    ),
    "sections.trends": "show_budget_trends show_rate_trends",
    "sections.unit_page": "UnitPage",
    "words.clean_tables": "column_header readable",
    "words.csv_text": "csv_text inert_text",
    "words.format": "pct signed_pct",
    "words.notebook_names": "notebook_name",
    "words.sentences": "growth_sentences",
    "words.unit_nouns": "unit_noun",
}
__all__, __getattr__, __dir__ = lazy_names(__name__, _NAMES)
