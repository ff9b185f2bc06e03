"""The controls of two treatments that several studies set against each other, behind one chip."""

from typing import Any

import streamlit as st

from lib.analysis.arm_pairs import COMPARATOR, INTERVENTION
from lib.analysis.pooling.contrasts.contrast_question import ContrastQuestion
from lib.analysis.setting import Found, settings_of
from lib.analysis.settings import View
from lib.stats.meta_analysis.pooled_result import FEWEST_STUDIES
from lib.studies.dataset import Dataset
from lib.studies.schema import YES
from lib.ui.components.method_links import method_links
from lib.ui.explore.chips import chip_label
from lib.ui.explore.setting_control import ask, present_value
from lib.ui.session.dataset import points
from lib.ui.session.dataset_cache import cache_on_dataset

SETTINGS = settings_of(ContrastQuestion)
_PAIR, _MEASURE, _SHARE, _CAUTIONS = SETTINGS


@cache_on_dataset()
def can_be_pooled(data: Dataset) -> bool:
    """Tell whether enough studies have two arms that chance made for any pool over studies."""
    every = points(data, View())
    made = every[(every["randomised"] == YES) & every["role"].isin([INTERVENTION, COMPARATOR])]
    roles = made.groupby("study")["role"].nunique()
    return int((roles > 1).sum()) >= FEWEST_STUDIES


def ask_contrast(data: Dataset, known: Found) -> dict[str, Any]:
    """Ask which two treatments, and how they are pooled; nothing is asked where none can be."""
    if not can_be_pooled(data):
        return {each.name: each.default for each in SETTINGS}
    values: dict[str, Any] = {_PAIR.name: None}
    with st.popover(chip_label("Over studies", present_value(_MEASURE, known))):
        if len(known[_PAIR.name]) > 1:
            values[_PAIR.name] = ask(_PAIR, known)
        values |= {each.name: ask(each, known) for each in (_MEASURE, _SHARE, _CAUTIONS)}
        method_links("two-treatments-over-several-studies")
    return values
