"""The change within the studies seen in two windows: its figures and its view of the page."""
