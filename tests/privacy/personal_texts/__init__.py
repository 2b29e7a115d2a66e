"""Invented texts with and without personal data, to measure what the masking finds (see docs/privacy.md)."""
