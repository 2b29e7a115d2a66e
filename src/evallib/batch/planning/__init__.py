"""Planning (计划): what has to be made again, and why."""
