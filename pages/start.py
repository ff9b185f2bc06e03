"""The script that Streamlit runs for every visitor, whatever page the address names."""

from dashboard import run_page

run_page()
