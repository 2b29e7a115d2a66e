"""Silence (不作结论): agreements that chance explains, and contradictions that a reader would not call ones."""
