"""The chance that a new study exceeds a share: its card, and how it is laid out."""
