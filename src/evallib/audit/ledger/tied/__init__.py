"""Tied figures (勾稽相符的数): relations that hold, and those of their figures of which a slip would be told."""
