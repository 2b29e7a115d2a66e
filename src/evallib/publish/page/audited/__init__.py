"""The parts of the audit page (勾稽核对页): the cards of its findings, and the report's own text with its marks."""
