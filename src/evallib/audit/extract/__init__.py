"""Extract (提取): a report file → `Document`, whatever its format."""

from evallib.audit.extract.reader import read_document

__all__ = ["read_document"]
