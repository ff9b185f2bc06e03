import pandas as pd
import pytest

from lib.slides.slide_list import Slide
from lib.studies.dataset import dataset_of
from lib.studies.intake.instructions import Instructions
from lib.studies.revisions.changeset import Changes
from lib.studies.revisions.dry_run import dry_run
from lib.ui.components.rows_grid import number_rows
from lib.ui.editing.draft import Draft
from lib.ui.importing.file_state import CellFix, FileState
from lib.ui.importing.sources import PASTE, Source
from lib.ui.session.trial_rows import Trial
from lib.ui.unsaved.work import Work, is_same
from lib.ui.unsaved.work_json import file_keys, read_work, when_of, work_json
from tests.conftest import ROOT

DATA = dataset_of((ROOT / "data" / "studies.csv").read_bytes(), "studies.csv")
FILE = Source("a b.csv", b"study,arm\n\xff,Drug\n")
PASTED = Source("pasted cells", "study\tarm\nÅ 2001\tDrug".encode(), PASTE)
SETTLED = FileState(
    Instructions(header_row=2, answers={"sheet": "One"}, taken_back=frozenset({4})),
    frozenset({"proposal"}),
    (CellFix("Sheet 1, row 3", "N", "19"),),
    "correcting 1 cell",
    2,
)


def added_rows():
    nothing = DATA.text.cells.iloc[:0]
    added = pd.DataFrame(
        [{"study": "New 2020", "arm": "Drug", "months": "3", "rate_pct": "50", "Extra": "x"}],
        dtype="str",
    )
    changed = DATA.text.cells.loc[[2]].assign(note="Another")
    removed = pd.Index([3], dtype="int64", name="row")
    assert nothing.empty
    return Changes(DATA, added, changed, removed, {"Extra": "Extra"})


def edits():
    cells = DATA.text.cells.head(4)
    start = number_rows(cells, DATA)
    now = pd.concat([start.iloc[:3], pd.DataFrame([{"study": "Typed 2021"}])], ignore_index=True)
    now.loc[0, "arm"] = "Edited"
    return Draft(DATA, cells.index, start, now, "studies_editor_1")


WORK = Work(
    files=(FILE, PASTED),
    histories={"place": (FileState(), SETTLED)},
    step=3,
    typed=pd.DataFrame({"study": ["A 2001", ""], "arm": ["", ""]}, index=[1, 2]),
    trial=Trial(dry_run(added_rows()), "data/upload.py"),
    draft=edits(),
    slides=(Slide("compare", (("month", ("6",)),), "A title", "A note"),),
    chosen=0,
)
STORED = {each.key: each.data for each in (FILE, PASTED)}
VERSIONS = {DATA.version: DATA}


@pytest.fixture(scope="module")
def back():
    return read_work(work_json(WORK, "1 May 2026"), STORED.get, VERSIONS.get)


def test_files_and_all_that_is_settled_of_them_come_back(back):
    assert back.work.files == WORK.files
    assert back.work.histories == WORK.histories
    assert back.work.slides == WORK.slides
    assert back.work.step == WORK.step
    assert back.lost == ()


def test_tried_rows_come_back_as_they_were(back):
    trial = back.work.trial
    assert trial.joined.dataset.data == WORK.trial.joined.dataset.data
    assert trial.joined.dataset.tried == WORK.trial.joined.dataset.tried
    assert trial.page == WORK.trial.page


def test_edits_come_back_as_they_were(back):
    before, after = WORK.draft, back.work.draft
    for name in ("remaining_rows", "new_rows"):
        pd.testing.assert_frame_equal(getattr(after, name), getattr(before, name))
    assert list(after.deleted_rows) == list(before.deleted_rows)


def test_typed_rows_come_back(back):
    assert back.work.typed.to_numpy().tolist() == WORK.typed.to_numpy().tolist()


def test_what_cannot_come_back_is_named():
    read = read_work(work_json(WORK, ""), {}.get, {}.get)
    assert read.work.files == ()
    assert read.work.slides == WORK.slides
    assert [text.partition(":")[0] for text in read.lost] == [
        "The file “a b.csv”",
        "The file “pasted cells”",
        "The rows that were tried",
        "The edits of rows",
    ]


def test_it_tells_when_it_was_written():
    assert when_of(work_json(WORK, "1 May 2026")) == "1 May 2026"
    assert when_of(b"[]") == ""


def test_it_tells_which_files_belong_to_it():
    assert file_keys(work_json(WORK, "")) == [FILE.key, PASTED.key]
    assert file_keys(b"[]") == []


@pytest.mark.parametrize("data", [b"{}", b"[]", b"\xff", b'{"format": "other", "edition": 1}'])
def test_anything_else_is_no_work(data):
    with pytest.raises(ValueError, match=r"no unsaved work|Expecting|decode"):
        read_work(data, {}.get, {}.get)


def test_the_same_work_is_the_same_and_a_change_is_seen():
    assert is_same(WORK, WORK)
    assert is_same(Work(), Work())
    assert not is_same(WORK, Work())
    assert not is_same(WORK, Work(slides=WORK.slides))


def test_it_says_what_it_is():
    said = (
        "2 imported files, rows that are typed in, rows that are tried, edits of rows and 1 slide"
    )
    assert WORK.words == said
    assert not Work()
