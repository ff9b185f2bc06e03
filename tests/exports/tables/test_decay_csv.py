import io

import pandas as pd
import pytest

from lib.analysis.settings import View
from lib.exports.tables.decay_csv import decay_csv
from lib.exports.tables.points_csv import Stamp
from lib.narrative.decay_table import NUMBERS, WORDS, decay

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
    assert first["half_life_high_months"] == "not bounded"


def test_what_is_refused_is_blank_with_its_reason(frame):
    last = frame.iloc[-1]
    assert (last["change_low"], last["half_life_months"]) == ("", "")
    assert "no interval" in last["change_no_interval"]
    assert "takes three visits" in last["half_life_why"]


def test_every_row_says_how_it_was_made(frame):
    assert set(frame["data_version"]) == {"abcd1234"}
    assert set(frame["view_interval_level_pct"]) == {"95"}
    assert frame["change_interval_method"].str.contains("conservative").all()


def test_every_column_is_words_or_numbers(real_points):
    assert tuple(decay(real_points, View()).rows.columns) == (*WORDS, *NUMBERS)
