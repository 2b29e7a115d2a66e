"""Reading a report (读报告): paragraphs, tables, figures, and what is asked of them."""
