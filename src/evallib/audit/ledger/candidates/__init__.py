"""Relations of the usual shapes that do not hold as printed."""
