import io

import pandas as pd
import pytest

from lib.analysis.settings import View
from lib.exports.tables.decay_csv import decay_csv
from lib.exports.tables.points_csv import Stamp
from lib.narrative.decay_table import decay
from lib.narrative.numbers.fall_words import WORDS

STAMP = Stamp("Response curves", "studies.csv", "abcd1234", "22 November 2026")


@pytest.fixture(scope="module")
def frame(real_points):
    written = decay_csv(decay(real_points, View()), View(), STAMP)
    return pd.read_csv(io.BytesIO(written), encoding="utf-8-sig", keep_default_na=False, dtype=str)


def test_the_file_holds_the_numbers_behind_the_words(frame):
    first = frame.iloc[0]
    assert first["series"] == "Chakraverty 2004 · Prolotherapy"
    assert first["change_points"] == "-21.052632"
    assert (first["both_visits_low"], first["both_visits_high"]) == ("7.0", "11.0")
    assert (first["half_life_months"], first["half_life_high_months"]) == ("", "not bounded")
    assert first["mean_change_per_month_points"] == "-2.339181"


def test_what_is_derived_or_assumed_stands_in_columns_and_not_as_marks(frame):
    first = frame.iloc[0]
    assert (first["first_responders"], first["first_responders_are"]) == ("15.0", "derived")
    assert (first["first_counted"], first["first_counted_are"]) == ("19.0", "assumed")
    assert first["half_life_rests_on_assumed"] == "yes"
    assert not frame.drop(columns="both_visits_why").map(lambda cell: "‡" in cell).any(axis=None)


def test_what_is_refused_is_blank_with_its_reason(frame):
    last = frame.iloc[-1]
    assert (last["change_low"], last["half_life_months"]) == ("", "")
    assert "no interval" in last["change_no_interval"]
    assert "takes three visits" in last["half_life_why"]


def test_every_row_says_how_it_was_made(frame):
    assert set(frame["data_version"]) == {"abcd1234"}
    assert set(frame["view_interval_level_pct"]) == {"95"}
    assert frame["change_interval_method"].str.contains("conservative").all()


def test_the_file_holds_every_column_but_the_words(frame, real_points):
    rows = decay(real_points, View()).rows
    numbers = [name for name in rows.columns if name not in WORDS]
    assert tuple(rows.columns[: len(WORDS)]) == WORDS
    assert list(frame.columns[: 1 + len(numbers)]) == ["series", *numbers]


def test_a_series_that_is_not_counted_neither_fell_nor_rose(frame):
    told = frame.set_index("series")[["change_is", "not_counted_because"]]
    assert told.loc["Chakraverty 2004 · Prolotherapy"].tolist() == ["fell", ""]
    assert told.loc["Cusi 2010 · Prolotherapy (with a caution)"].tolist() == [
        "",
        "with a caution; number assessed not known",
    ]
