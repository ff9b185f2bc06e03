"""The settings of each page whose views can be slides: to and from the address.

A slide remembers what an address names, so that both say the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from lib.analysis.pooling.contrasts.contrast_question import ContrastQuestion
from lib.analysis.pooling.question import ChangeQuestion, Question, Worth
from lib.analysis.setting import Control, Found, Setting, settings_of
from lib.analysis.settings import CurveDisplay, MonthQuestion, View
from lib.slides.slide_list import (
    COMPARE,
    CONTRAST,
    CURVES,
    DEFINITIONS,
    DIFFERENCES,
    DOTS,
    EACH_WINDOW,
    LINES,
    OVER_TIME,
    SAME_STUDIES,
    SEGMENTS,
    STUDY,
    SYNTHESIS,
    PageSettings,
)

MISSING = settings_of(View, "missing", "imor", "imor_comparator", "imor_last")
"""How the missing count: the rule, and the odds of the rule “What if”."""
ARMS_MISSING, POOLED_MISSING = MISSING[:3], MISSING[:2]
"""The same at one month, and of pools of one treatment."""

LEVEL = settings_of(View, "level")
"""How sure intervals are, where each figure has its own method of intervals."""

FILTERS = settings_of(View, "treatments", "designs", "outcomes")
"""What a page leaves out, where it shows all studies at one time."""

(COLOUR,) = settings_of(CurveDisplay, "colour")
"""What colour stands for: one choice for all pages."""

PAGE_SETTINGS: Mapping[str, tuple[Setting, ...]] = {
    CURVES: (
        *settings_of(View),
        *settings_of(CurveDisplay),
        Setting("figure", "Figure", Control.NONE, LINES, (LINES, DEFINITIONS)),
    ),
    COMPARE: (
        *settings_of(MonthQuestion),
        *FILTERS,
        *settings_of(ContrastQuestion),
        *ARMS_MISSING,
        *LEVEL,
        COLOUR,
        Setting("figure", "Figure", Control.NONE, DOTS, (DOTS, DIFFERENCES, CONTRAST, OVER_TIME)),
    ),
    STUDY: (Setting("study", "Study", Control.OPTIONAL), COLOUR),
    SYNTHESIS: (
        *settings_of(Question),
        Setting(
            "show",
            "Show",
            Control.SEGMENTS,
            EACH_WINDOW,
            (EACH_WINDOW, SAME_STUDIES),
        ),
        *settings_of(ChangeQuestion),
        *settings_of(Worth),
        *POOLED_MISSING,
        *LEVEL,
        COLOUR,
        Setting(
            "figure",
            "Pool at month",
            Control.NONE,
            SEGMENTS,
            former=(("segments", SEGMENTS),),
        ),
    ),
}
"""All that can be set on each page, in the order of its address."""


@dataclass(frozen=True)
class UsableAddress:
    """What can be done of what was asked.

    Attributes
    ----------
    values
        What each setting is set to, by its name.
    notes
        What was asked and is not there.
    fallbacks
        What is shown in place of something that cannot be, a sentence each.
    """

    values: Mapping[str, Any]
    notes: tuple[str, ...] = ()
    fallbacks: tuple[str, ...] = ()

    def with_fallback(self, fallback: str) -> "UsableAddress":
        """Add what is shown in place of something that cannot be."""
        return replace(self, fallbacks=(*self.fallbacks, fallback))


def choices(page: str, found: Found) -> dict[str, list[str]]:
    """List what each setting of a page can be set to, as it stands in the address."""
    return {each.name: each.known_texts(found) for each in PAGE_SETTINGS[page]}


def usable(page: str, asked: PageSettings, found: Found) -> UsableAddress:
    """Read of what was asked what a page can be set to.

    Parameters
    ----------
    page
        One of `PAGE_SETTINGS`.
    asked
        From anywhere: nothing of it is trusted.
    found
        What the data have.
    """
    known, wanted = choices(page, found), dict(present_address(page, asked))
    values = {
        each.name: each.value(wanted.get(each.name, ()), found) for each in PAGE_SETTINGS[page]
    }
    notes = tuple(
        f"{name} “{text}”"
        for name, texts in wanted.items()
        for text in texts
        if text not in known.get(name, ())
    )
    return UsableAddress(values, notes)


def present_address(page: str, asked: PageSettings) -> PageSettings:
    """Write an address of any age as it is written now."""
    settings = {each.name: each for each in PAGE_SETTINGS[page]}
    return tuple(
        (name, tuple(map(settings[name].present_text, texts)) if name in settings else texts)
        for name, texts in asked
    )


def page_address(page: str, values: Mapping[str, Any]) -> PageSettings:
    """Name what is not at its default, as the address does."""
    return tuple(
        (each.name, texts)
        for each in PAGE_SETTINGS[page]
        if (texts := each.texts(values.get(each.name, each.default))) != each.texts(each.default)
    )


def query(asked: PageSettings) -> str:
    """Write what is asked as the address does."""
    return urlencode([(name, value) for name, values in asked for value in values])
