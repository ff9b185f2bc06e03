"""Tables as files: CSV, the data package, the schema."""
