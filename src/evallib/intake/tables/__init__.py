"""Tables (报表): recognised by their headers and read as they were meant."""
