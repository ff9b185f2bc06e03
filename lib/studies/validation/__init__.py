"""Text to typed rows, and every problem at once."""
