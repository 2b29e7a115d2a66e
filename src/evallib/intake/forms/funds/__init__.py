"""Funds (资金): the money of a form, as columns under a header, as pairs of label and figure, or among the goals."""
