"""The list of slides: edited, kept, and shown."""
