"""Checks (校验): the gate between raw and clean."""
