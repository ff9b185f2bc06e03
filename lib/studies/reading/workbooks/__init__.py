"""Workbooks of Excel and OpenDocument to sheets of cells."""
