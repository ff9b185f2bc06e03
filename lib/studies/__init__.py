"""What a row is, how it is read, checked, changed and kept."""
