"""Orders (工单): sections over single requests."""
