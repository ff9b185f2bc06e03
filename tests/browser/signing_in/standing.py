import streamlit as st

from lib.ui.editing.sign_in import current_standing, sign_in_out

standing = current_standing()
if standing.editor:
    st.text(f"Saving is on for {standing.editor}.")
else:
    st.text(f"Saving is off. {standing.why_not}")
sign_in_out(standing)
