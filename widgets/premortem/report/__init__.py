"""The filled workbook as one HTML file, and the way back from it."""
