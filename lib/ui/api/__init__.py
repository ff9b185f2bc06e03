"""Reading without a session: data, numbers and views by their addresses."""
