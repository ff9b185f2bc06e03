"""The state of a browser session: data, slides, address."""
