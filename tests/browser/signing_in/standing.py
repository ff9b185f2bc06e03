import streamlit as st

from lib.ui.editors import current, sign_in_out

standing = current()
if standing.editor:
    st.text(f"Saving is on for {standing.editor}.")
else:
    st.text(f"Saving is off. {standing.why_not}")
sign_in_out(standing)
