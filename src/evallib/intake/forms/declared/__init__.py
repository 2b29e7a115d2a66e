"""Declared goals (绩效目标申报): what a project means to do, before the year: goals with their points, and money."""
