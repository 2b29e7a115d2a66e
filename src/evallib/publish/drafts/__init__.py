"""Drafts (报告初稿): Word reports made from the same figures as the pages, with gaps for what only people know."""
