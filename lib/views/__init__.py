"""What the reader asked to see, as tidy frames and plain words."""
