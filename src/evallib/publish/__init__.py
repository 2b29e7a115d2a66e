"""Publish (发布): executed notebooks → HTML, workbooks, forms and the index page."""
