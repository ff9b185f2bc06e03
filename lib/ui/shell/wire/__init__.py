"""What a first visit moves over the line: Streamlit's files, compressed, and words meanwhile."""
