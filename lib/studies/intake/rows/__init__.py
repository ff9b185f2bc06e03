"""From the columns of a brought table to rows of the schema."""
