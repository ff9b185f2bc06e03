"""A list of views with titles and notes; its JSON and its link."""
