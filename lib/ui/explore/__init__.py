"""The controls and sections of the pages that explore."""
