"""Ranges (分段): values in bands, and to which band a boundary belongs."""
