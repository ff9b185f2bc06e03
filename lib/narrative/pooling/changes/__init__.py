"""How the response changed within the studies seen in two windows, in words and tables."""
