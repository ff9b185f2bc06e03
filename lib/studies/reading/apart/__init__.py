"""Files whose parsers are not ours are read in a process of its own, with limits."""
