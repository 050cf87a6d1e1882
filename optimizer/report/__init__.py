"""A plan as people read it: the plan workbook, data frames, a few lines of text."""
