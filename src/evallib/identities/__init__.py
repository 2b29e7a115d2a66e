"""Identities (勾稽关系): the arithmetic of figures that must agree. Pure: no files, no frames of a certain kind."""
