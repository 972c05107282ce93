"""A facilitated session on a workbook: agenda, timer, people, votes, minutes."""
