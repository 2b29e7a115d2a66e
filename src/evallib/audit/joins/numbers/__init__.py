"""Numbers (序号): of headings, items, tables and figures; counted through, or as the contents tell them."""
