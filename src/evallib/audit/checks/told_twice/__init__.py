"""Told twice (前后两处): the same figure, score or table in two places of one document, and whose each of them is."""
