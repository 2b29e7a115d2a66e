"""Words that say the other way than the figures beside them (结论、高低写反)."""
