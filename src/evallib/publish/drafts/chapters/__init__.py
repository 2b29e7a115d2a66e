"""Chapters (各章内容): generators of paragraphs, tables and charts, one module per subject."""
