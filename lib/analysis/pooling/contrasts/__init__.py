"""Two treatments in the arms of several studies, pooled."""
