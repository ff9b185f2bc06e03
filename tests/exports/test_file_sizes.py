from pathlib import Path

import pytest

from lib.exports.document import document
from lib.exports.file_sizes import document_size, powerpoint_size
from lib.exports.powerpoint import powerpoint
from lib.narrative.story.ready_made_story import story
from lib.studies.dataset import dataset_of
from lib.ui.session.dataset import series_rows
from lib.ui.session.url import ViewerContext
from lib.ui.slides.resolve_slide import render_deck

ROOT = Path(__file__).parents[2]


def megabytes(told):
    return float(told.removeprefix("about ").removesuffix(" MB"))


@pytest.fixture(scope="module")
def deck():
    data = dataset_of((ROOT / "data" / "studies.csv").read_bytes(), "studies.csv")
    return render_deck(
        data, story(series_rows(data)), ViewerContext("light", "1 May 2026", "http://a/")
    )


@pytest.mark.parametrize(
    ("make", "size"),
    [
        (powerpoint, powerpoint_size),
        (lambda deck: document(deck, "All"), document_size),
    ],
)
def test_the_size_told_is_about_that_of_the_file(deck, make, size):
    rows = sum(len(slide.exhibit.table) for slide in deck)
    assert megabytes(size(len(deck), rows)) == pytest.approx(len(make(deck)) / 1e6, rel=0.5)


def test_the_story_is_light_enough_to_be_sent_by_mail(deck):
    assert len(document(deck, "All")) <= 2_000_000
