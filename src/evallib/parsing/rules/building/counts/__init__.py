"""Bodies that count things, requirements and faults."""
