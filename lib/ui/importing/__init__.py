"""The steps by which rows come in: source, columns, problems, preview."""
