"""Bounds of a list (列举的起止): what stands behind a list or inside one of its items and is no item itself."""
