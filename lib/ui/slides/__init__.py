"""The list of slides: its editor, its files, and the presenter."""
