"""The data version that a link or a slide was made with, loaded from the history."""

from datetime import UTC

import streamlit as st

from lib.cache import Recent
from lib.phrases import shorten
from lib.studies.dataset import Dataset, dataset_of
from lib.studies.store import store
from lib.studies.store.store import NotKeptError, StudiesPlace
from lib.ui.components.html_text import say
from lib.ui.session.dataset import dataset, studies_place
from lib.ui.session.url import VERSION

_SHOWN = "version_shown"
_versions: Recent[tuple[StudiesPlace, int], Dataset] = Recent(4)
MOST_SHOWN = 24
"""Most characters of a version that are shown, since a link can contain any text."""


def load_version(version: str, data: Dataset) -> Dataset | None:
    """Load a version that a link or a slide names, which the history then keeps; None without."""
    held = read_version(version, data)
    if held is not None:
        mark_linked(held)
    return held


def read_version(version: str, data: Dataset) -> Dataset | None:
    """Load a version of the studies; None if the history does not have it."""
    if version == data.version:
        return data
    kept = store.find(studies_place(), version)
    if kept is None:
        return None
    place, number = studies_place(), kept.number
    try:
        return _versions.get(
            (place, number), lambda: dataset_of(store.content(place, number), place.name)
        )
    except NotKeptError:
        return None


def mark_linked(data: Dataset) -> None:
    """Let the history keep the version of these data, since something names it."""
    if not data.tried:
        store.mark_linked(studies_place(), data.version)


def version_to_keep(data: Dataset) -> str:
    """Name the version that a slide must keep; blank if the data are the newest."""
    return "" if data.version == dataset().version else data.version


def data_of_link(data: Dataset) -> Dataset:
    """Say if a link was made with another version of the data, and load it on request."""
    asked = shorten(st.query_params.get(VERSION, ""), MOST_SHOWN)
    if asked == data.version:
        mark_linked(data)
    if asked in ("", data.version):
        return data
    old = load_version(asked, data)
    if old is None:
        say(
            f"This link was made with data version {asked}, which is not in the history here. "
            f"What you see is version {data.version}: numbers may differ.",
            "warning",
        )
        return data
    is_old = st.session_state.get(_SHOWN) == asked
    said, button = st.columns([5, 1.4], vertical_alignment="center")
    with said:
        say(_version_notice(asked, data, is_old), "warning")
    button.button(
        f"Show version {data.version if is_old else asked}",
        on_click=st.session_state.update,
        args=({_SHOWN: "" if is_old else asked},),
    )
    return old if is_old else data


def _version_notice(asked: str, data: Dataset, is_old: bool) -> str:
    kept = store.find(studies_place(), asked)
    when = kept.when.astimezone(UTC).strftime("%d %B %Y").lstrip("0") if kept else "an unknown day"
    if is_old:
        return (
            f"Shown as this link was made: data version {asked}, saved on {when}. "
            f"The data are now version {data.version}."
        )
    return (
        f"The data have changed since this link was made with version {asked} (saved on {when}). "
        f"What you see is version {data.version}: numbers may differ."
    )
