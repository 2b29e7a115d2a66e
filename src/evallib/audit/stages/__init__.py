"""Stages (步骤) of an audit: what is claimed and chosen, then what the joins of the whole document tell."""
