"""How fast a response falls: an exponential curve through counts, and its half-life."""
