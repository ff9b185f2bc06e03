"""Served as `dashboard.py` is, with a page that shows who may keep rows."""

import streamlit as st

from lib.ui.shell.server import guard_middleware, show_error, start

app = st.App(
    "standing.py", middleware=guard_middleware(), lifespan=start, on_script_error=show_error
)
