"""Addresses of the pages, whole: to be pasted anywhere."""

from urllib.parse import urlsplit, urlunsplit

import streamlit as st

from lib.ui.sights.asking import query
from lib.views.slides import CURVES, Asked

EMBED = "embed"


def address(page: str, asked: Asked, more: Asked = ()) -> str:
    """Give the address of a page's view; `more` is asked of any page, not of its controls."""
    parts = urlsplit(st.context.url or "http://localhost:8501/")
    folder = parts.path.rpartition("/")[0]
    path = f"{folder}/{'' if page == CURVES else page}"
    return urlunsplit((parts.scheme, parts.netloc, path, query((*asked, *more)), ""))
