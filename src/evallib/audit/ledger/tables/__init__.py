"""Tables (表内关系): what the columns and rows of a table claim."""
