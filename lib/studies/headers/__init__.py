"""What a header means, and what a time in words means."""
