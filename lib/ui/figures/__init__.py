"""The figures of the pages: drawing, downloads, slides."""
