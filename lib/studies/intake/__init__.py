"""The way of a file that somebody brings: what it says, what is asked, and the rows it gives."""
