"""Grids (表格网格): tables of Word and PDF documents as sheets, for the same recogniser as workbooks."""
