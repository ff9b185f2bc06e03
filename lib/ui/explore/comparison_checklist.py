"""Two arms picked, and a list of checks that says whether they may be compared."""

import streamlit as st

from lib.analysis.setting import Found, settings_of
from lib.analysis.settings import TwoArms, View
from lib.narrative.tables.comparison_checks import SIGNS, comparison_checks, verdict
from lib.studies.dataset import Dataset
from lib.ui.components.html_text import say
from lib.ui.components.tables import show_rows
from lib.ui.explore.setting_control import ask
from lib.ui.session.dataset import points
from lib.ui.session.dataset_cache import cache_on_dataset

ASK = "Choose two arms to see, point by point, whether the file lets them be compared."
SAME = "Choose two different arms."
HEADERS = ("Must be so", "Answer", "As the file says")
CAPTION = "Whether these two may be compared, a row a check"


@cache_on_dataset()
def _labels(data: Dataset) -> Found:
    labels = points(data, View())["label"].unique().tolist()
    return {each.name: labels for each in settings_of(TwoArms)}


@cache_on_dataset(64)
def _checks(data: Dataset, one: str, other: str) -> tuple[str, list[list[str]]]:
    checks = comparison_checks(points(data, View()), one, other)
    rows = [[each.question, f"{SIGNS[each.answer]} {each.answer}", each.why] for each in checks]
    return verdict(checks), rows


def show_checklist(data: Dataset) -> None:
    """Ask for two arms; say whether they may be compared, and why not."""
    labels, picked = _labels(data), []
    for column, each in zip(st.columns(2), settings_of(TwoArms), strict=True):
        with column:
            picked.append(ask(each, labels))
    one, other = picked
    if one is None or other is None:
        say(ASK, "quiet")
    elif one == other:
        say(SAME, "quiet")
    else:
        said, rows = _checks(data, one, other)
        say(said, "headline")
        show_rows(CAPTION, HEADERS, rows)
