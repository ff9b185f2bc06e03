"""Columns of curves: estimates of survfit and its kin, and points read off a picture."""

import re

from lib.studies.intake.columns.column_use import (
    KEEP,
    RESPONSE,
    SHARE,
    ColumnUse,
)
from lib.studies.intake.columns.table_columns import (
    Columns,
    Proposal,
    Proposals,
    looks_like_results,
    own_words,
)

_AXIS = re.compile(r"\(?(?P<axis>[xXyY])\)?$")
_APART = " \t\r\n\u00a0_./-"  # what may stand before it


def survival(columns: Columns) -> Proposals:
    """A table of survfit or another Kaplan-Meier curve: shares, with their ends."""
    is_curve = columns.says("survival") or (columns.says("n_at_risk") and columns.says("estimate"))
    if not is_curve:
        return _events_at_risk(columns)
    found: Proposals = {}
    for header in columns.open:
        meaning = columns.words[header]
        is_share = meaning.column == "estimate" and _unit_of_share(columns, header) == SHARE
        if meaning.column == "survival" or is_share:
            use = ColumnUse("rate_pct", meaning.unit or _unit_of_share(columns, header))
            why = "It is the share that still responds, of a Kaplan-Meier curve."
            found[header] = Proposal(use, why, meaning.is_certain, is_curve=True)
        elif meaning.column in ("ci_low_pct", "ci_high_pct"):
            unit = meaning.unit or _unit_of_share(columns, header)
            found[header] = Proposal(
                ColumnUse(meaning.column, unit), "It is an end of its interval."
            )
        elif (end := _end_in_words(header)) and _unit_of_share(columns, header):
            found[header] = Proposal(ColumnUse(end, SHARE), "It is an end of its interval.", False)
        elif meaning.column in ("n_event", "n_at_risk", "responders", "n_assessed"):
            why = (
                "It counts events or patients at risk along a curve, not who responded at a visit."
            )
            found[header] = Proposal(ColumnUse(KEEP), why)
    return found


def _events_at_risk(columns: Columns) -> Proposals:
    """Events beside patients at risk are those of a curve, not who responded at a visit."""
    why = "Beside patients at risk, it counts the events of a curve."
    return {
        header: Proposal(ColumnUse(KEEP), why)
        for header in columns.open
        if columns.says("n_at_risk")
        and columns.words[header].column == "responders"
        and not columns.words[header].is_certain
    }


def _end_in_words(header: str) -> str:
    """Which end of an interval a header names, as ``KM_estimate_lower_0.95``; "" for none."""
    ends = {"lower": "ci_low_pct", "upper": "ci_high_pct"}
    words = {word for word in ends if word in header.casefold() and "0.9" in header}
    return ends[words.pop()] if len(words) == 1 and "0.95" in header else ""


def _unit_of_share(columns: Columns, header: str) -> str:
    numbers = columns.numbers(header)
    return SHARE if numbers and max(numbers) <= 1 else ""


def digitised(columns: Columns) -> Proposals:
    """Pairs of columns X and Y, as programs write that read points off a picture."""
    axes: dict[str, dict[str, str]] = {}
    for header in columns.open:
        words = own_words(header)
        if found := _AXIS.search(words):
            rest = words[: found.start()].rstrip(_APART).strip(" /")
            axes.setdefault(rest, {})[found["axis"].lower()] = header
    pairs = {rest: pair for rest, pair in axes.items() if len(pair) == 2}
    found_uses: Proposals = {}
    for rest, pair in pairs.items():
        if not all(looks_like_results(columns, header) for header in pair.values()):
            continue
        why = "X and Y are the time and the height of points that were read off a picture."
        found_uses[pair["x"]] = Proposal(ColumnUse("months", arm=rest), why, False)
        found_uses[pair["y"]] = Proposal(ColumnUse(RESPONSE, arm=rest), why, False)
    return found_uses


def factor(columns: Columns) -> Proposals:
    """A column of ``drug=A``, as programs write that fit curves."""
    for header in [] if columns.means("arm", "treatment") else columns.open:
        texts = columns.texts(header)
        if texts and all(re.fullmatch(r"[A-Za-z_.]\w*=\S.*", text) for text in texts):
            return {header: Proposal(ColumnUse("arm"), "Each cell names a group.", False)}
    return {}
