"""Sections (版块): what notebooks put on a page."""
