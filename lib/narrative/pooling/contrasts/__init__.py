"""Two treatments over several studies: effects, sentences, windows, tables."""
