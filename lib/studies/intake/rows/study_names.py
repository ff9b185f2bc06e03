"""A study is more than its label: two papers of one author are not one curve."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from lib.phrases import listing
from lib.studies.intake.questions import Answers, FileQuestion, choices
from lib.studies.intake.rows.draft_rows import DraftRows

_TELLING = ("doi", "year", "citation")
_WORDS = {"doi": "DOIs", "year": "years", "citation": "citations"}


def tell_studies_apart(rows: DraftRows, known: pd.DataFrame | None, answers: Answers) -> DraftRows:
    """Ask of each label under which two papers stand, and name them apart if they are two.

    Parameters
    ----------
    known
        The rows that are saved already, typed; their studies count as papers too.
    """
    if "study" not in rows.cells:
        return rows
    telling = [name for name in _TELLING if name in rows.cells]
    saved = _saved_papers(known, telling)
    label = rows.cells["study"].copy()
    for study in _labels_to_ask(rows.cells, telling, saved):
        at = (rows.cells["study"] == study).to_numpy(bool)
        name, values = _difference(rows.cells[at], telling, saved.get(study, {}))
        answer = answers.ask(_question(study, name, values, study in saved))
        if not answer:
            rows.is_open[at] = True
        elif answer == "apart":
            apart = _names_apart(study, rows.cells.loc[at, name], values)
            label[at] = apart.to_numpy()
    return DraftRows(**{**vars(rows), "cells": rows.cells.assign(study=label)})


def _saved_papers(
    known: pd.DataFrame | None, telling: list[str]
) -> Mapping[str, Mapping[str, list[str]]]:
    """Years, DOIs and citations of each study that is saved."""
    if known is None or not len(known):
        return {}
    texts = known[["study", *telling]].astype("str").fillna("")
    return {
        str(study): {name: _distinct(group[name]) for name in telling}
        for study, group in texts.groupby("study")
    }


def _distinct(texts: pd.Series) -> list[str]:
    return [str(text) for text in texts.str.strip().unique() if text and text != "<NA>"]


def _labels_to_ask(
    cells: pd.DataFrame, telling: list[str], saved: Mapping[str, Mapping[str, list[str]]]
) -> list[str]:
    """The labels with more than one year, DOI or citation, in the file or with what is saved."""
    suspects: dict[str, None] = {}
    for name in telling:
        pairs = cells[["study", name]].drop_duplicates()
        number = pairs[pairs[name].str.strip() != ""]["study"].value_counts(sort=False)
        suspects |= dict.fromkeys(map(str, number[number > 1].index))
    for study in {*cells["study"].unique()} & saved.keys():
        if _difference(cells[cells["study"] == study], telling, saved[study])[0]:
            suspects[str(study)] = None
    return [study for study in suspects if study]


def _difference(
    cells: pd.DataFrame, telling: list[str], saved: Mapping[str, list[str]]
) -> tuple[str, list[str]]:
    """The first column that tells two papers, and what it says of each; "" if there is none."""
    for name in telling:
        values = list(dict.fromkeys([*saved.get(name, []), *_distinct(cells[name])]))
        if len(values) > 1 and _distinct(cells[name]):
            return name, values
    return "", []


def _question(study: str, name: str, values: list[str], is_saved: bool) -> FileQuestion:
    where = " (saved rows among them)" if is_saved else ""
    return FileQuestion(
        f"study:{study}",
        f"'{study}' stands with {len(values)} {_WORDS[name]}{where}: {listing(values[:4])}. Are "
        "they two papers?",
        choices(
            ("apart", "two papers: name them apart"),
            ("same", "one study: its rows belong together"),
        ),
        why="Two papers of one author must not become one curve.",
    )


def _names_apart(study: str, told: pd.Series, values: list[str]) -> pd.Series:
    """A label for each paper: with its year, or with a letter."""
    years = all(value.isdecimal() and len(value) == 4 for value in values)
    letters = {value: f"{study} ({chr(ord('a') + at % 26)})" for at, value in enumerate(values)}
    names = {value: f"{study} {value}" if years else letters[value] for value in values}
    texts = told.str.strip()
    return pd.Series(
        np.array([names.get(text, study) for text in texts], object), told.index
    ).astype("str")
