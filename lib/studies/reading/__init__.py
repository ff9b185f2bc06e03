"""Bytes to a table of text: encodings, delimited text, workbooks, header rows."""
