"""What would be pooled if the missing did otherwise, behind a click on the pages of pools."""

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from lib.narrative.numbers.count_text import mark_meanings
from lib.ui.components.html_text import say, say_all
from lib.ui.components.method_links import method_links
from lib.ui.components.tables import show_frame

WHAT_IF_TITLE = "What if the missing did otherwise"


def show_what_if(
    key: str,
    make: Callable[[], tuple[pd.DataFrame, Sequence[str], Sequence[str]]],
    caption: str = WHAT_IF_TITLE,
) -> None:
    """Show a pool by the usual odds ratios of the missing, made only where it is opened.

    Parameters
    ----------
    key
        Of the pool, among those of its page.
    make
        Gives the table, what is said over it, and the notes under it: each row is a fit.
    caption
        Of the table.
    """
    with st.expander(WHAT_IF_TITLE, key=f"what_if_{key}", on_change="rerun") as box:
        if not box.open:
            return
        table, told, notes = make()
        if told:
            say(" ".join(told))
        show_frame(table, f"{caption}, a row an assumption")
        say_all([*notes, *mark_meanings(table.to_csv())], "small")
        method_links("what-if-the-missing-did-otherwise")
