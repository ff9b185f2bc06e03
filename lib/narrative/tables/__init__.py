"""Tables that a page shows in place of lists: windows by studies, visits of a study, checks."""
