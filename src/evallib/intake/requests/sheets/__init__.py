"""Sheets of orders (工单表): from the cells of an export to typed rows."""
