"""What Streamlit runs for every visitor, whichever page was asked for."""

from dashboard import run_page

run_page()
