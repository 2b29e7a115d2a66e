"""What overrules the points of a rule: vetoes, strikes, gates of other quantities, rounding."""
