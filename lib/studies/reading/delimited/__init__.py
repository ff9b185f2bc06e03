"""Text to cells: encodings, separators, delimited and aligned text, tables of Markdown and HTML."""
