"""Two treatments over several studies: the figures, and their place on the page Compare."""
