"""English: the day before the month, as papers cite dates."""
