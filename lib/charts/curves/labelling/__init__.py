"""Where labels go: what they keep off, the places they could take, and the best of these."""
