"""Parsing (读数): what people write → typed values. Pure: no files, no frames, no clock."""
