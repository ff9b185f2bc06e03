"""What a visitor has made and not saved: it outlives the session, the server and the day."""
