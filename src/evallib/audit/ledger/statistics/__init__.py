"""Statistics (统计公报): what population, days of a year and incomes are tied by."""
