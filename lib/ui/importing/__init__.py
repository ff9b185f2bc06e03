"""The steps of an import: source, columns, problems, preview."""
