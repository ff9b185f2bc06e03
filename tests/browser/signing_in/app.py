"""Served as `dashboard.py` is, with a page that shows who may keep rows."""

import streamlit as st

from lib.ui.shell.server import show_error

app = st.App("standing.py", on_script_error=show_error)
