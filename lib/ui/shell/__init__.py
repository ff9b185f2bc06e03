"""What stands around every page, and the server behind it."""
