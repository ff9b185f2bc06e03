"""What would change in the studies: diff, merge, and the bytes of an edit."""
