"""From the cells of a sheet to a table: its header, its rows of data, and what is set aside."""
