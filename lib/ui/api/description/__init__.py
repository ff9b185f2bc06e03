"""What can be read without a session, described for programs."""
