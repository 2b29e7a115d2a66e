"""Rates that the words give to other figures than those beside them."""
