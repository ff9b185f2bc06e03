"""Numbers from counts: no data frames, no screens."""
