"""The file of studies on disk and its history, behind one door."""
