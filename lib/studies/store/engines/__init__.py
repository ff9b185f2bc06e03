"""Where the versions of the studies are: files, PostgreSQL or an object store."""
