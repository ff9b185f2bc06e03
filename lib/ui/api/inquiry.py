"""What an address asks for: which data, and what is set in its query. Nothing is passed over."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lib.analysis.setting import Control, Found, Setting
from lib.phrases import shorten
from lib.slides.page_settings import PAGE_SETTINGS, present_address
from lib.slides.slide_list import PageSettings
from lib.studies.dataset import VERSION_LENGTH, Dataset
from lib.ui.api.problems import ProblemError
from lib.ui.session.data_version import read_version
from lib.ui.session.dataset import saved_dataset

MOST_SHOWN, MOST_KNOWN = 60, 100
"""Characters of a text and number of texts that a refusal repeats or lists."""

_VERSION = re.compile(f"[0-9a-f]{{{VERSION_LENGTH}}}")


@dataclass(frozen=True)
class Inquiry:
    """What is asked.

    Attributes
    ----------
    version
        The version of the data; blank for the present one.
    query
        Names and texts, as they stand in the query.
    origins
        Addresses that this server may be known by: scheme, host and port in small letters.
    base
        What all addresses begin with and end on: `/`, `/decay/`.
    """

    version: str
    query: tuple[tuple[str, str], ...]
    origins: tuple[str, ...] = ()
    base: str = "/"

    @cached_property
    def data(self) -> Dataset:
        """The data of the version.

        Who reads them is a program, which may go through all versions: that keeps none of them.
        """
        present = saved_dataset()
        if not self.version:
            return present
        held = read_version(self.version, present) if _VERSION.fullmatch(self.version) else None
        if held is None:
            shown = shorten(self.version, MOST_SHOWN)
            detail = f"The history has no version “{shown}”. Its versions are at /api/v1/versions."
            raise ProblemError("unknown-version", detail)
        return held

    @cached_property
    def studies(self) -> Dataset:
        """The data, if they have a row that can be used."""
        if self.data.rows.empty:
            reason = self.data.refused or "The file has no row that can be used."
            raise ProblemError("no-studies", reason)
        return self.data

    def settings(self, page: str, found: Found) -> PageSettings:
        """Give what the query sets of a page; a ProblemError names all that cannot be set.

        `found` is what the data let the settings be.
        """
        texts: dict[str, tuple[str, ...]] = {}
        for name, text in self.query:
            texts[name] = (*texts.get(name, ()), text)
        given = present_address(page, tuple(texts.items()))
        if wrong := list(_wrong(page, given, found)):
            detail = " ".join(each["detail"] for each in wrong[:5])
            raise ProblemError("unknown-setting", detail, errors=wrong)
        return given

    def expect_nothing_else(self, *names: str) -> None:
        """Refuse a query that has other names than these."""
        if wrong := [_unknown_name(name, names) for name, _ in self.query if name not in names]:
            raise ProblemError("unknown-setting", wrong[0]["detail"], errors=wrong)


def _wrong(page: str, given: PageSettings, found: Found) -> Iterator[dict[str, Any]]:
    settings: Mapping[str, Setting] = {each.name: each for each in PAGE_SETTINGS[page]}
    for name, texts in given:
        if name not in settings:
            yield _unknown_name(name, [*settings, "version"])
            continue
        known = settings[name].known_texts(found)
        unknown = [text for text in texts if text not in known]
        yield from (_unknown_value(name, text, known) for text in unknown)
        if not unknown and (reason := _wrong_number(settings[name], texts)):
            yield {"setting": name, "detail": f"“{name}” {reason}."}


def _unknown_name(name: str, known: Any) -> dict[str, Any]:
    shown, listed = shorten(name, MOST_SHOWN), list(known)
    may = f"What can be set: {', '.join(listed)}." if listed else "Nothing can be set here."
    detail = f"There is no setting “{shown}”. {may}"
    return {"setting": shown, "detail": detail, "known": listed}


def _unknown_value(name: str, text: str, known: list[str]) -> dict[str, Any]:
    shown, listed = shorten(text, MOST_SHOWN), known[:MOST_KNOWN]
    more = len(known) - len(listed)
    left_out = f" (and {more} more)" if more else ""
    detail = f"“{name}” cannot be “{shown}”. It can be: {', '.join(listed) or 'nothing'}{left_out}."
    return {"setting": name, "value": shown, "detail": detail, "known": listed}


def _wrong_number(setting: Setting, texts: tuple[str, ...]) -> str:
    """Say why a setting cannot have so many values; blank if it can."""
    if setting.control is Control.RANGE:
        return "" if len(texts) == 2 else "takes two values: the first and the last"
    if setting.control is Control.SEVERAL:
        too_many = setting.most is not None and len(texts) > setting.most
        return f"takes at most {setting.most} values" if too_many else ""
    return "" if len(texts) == 1 else "takes one value"
