"""The month (月报): sections of the monthly report."""
