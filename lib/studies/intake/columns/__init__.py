"""What each column of a brought table is read as."""
