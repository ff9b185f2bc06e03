from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.studies.intake.acceptance import open_proposals
from lib.studies.intake.columns.column_use import MEANINGS, ColumnUse
from lib.studies.intake.columns.meaning_words import MEANING_WORDS, fit_use
from lib.studies.intake.file_kinds import (
    KINDS_MOST,
    FileKind,
    add_kind,
    find_kind,
    headers_of,
    kinds_from_json,
    kinds_to_json,
    make_kind,
)
from lib.studies.intake.import_file import Import, import_file
from lib.studies.intake.instructions import NOTHING_SAID, Instructions

WIDE = b"study,arm,N,3 mo,6 mo\nKim,Sugar,20,15,12\n"
TITLED = b"a,b\n1,2\nstudy,arm,months,rate_pct\nKim,Sugar,3,50\n"


def kind_of(brought: Import) -> FileKind:
    return make_kind(brought, headers_of(brought), frozenset(open_proposals(brought)))


def test_a_file_with_the_same_headers_is_of_the_kind() -> None:
    kind = kind_of(import_file(WIDE))
    other = import_file(b"arm;study;6 mo;N;3 mo\nSalt;Lee;9;20;8\n")
    assert find_kind([kind], other.file, headers_of(other)) is kind
    another = import_file(WIDE.replace(b"6 mo", b"9 mo"))
    assert find_kind([kind], another.file, headers_of(another)) is None


def test_the_same_proposals_for_another_file_are_accepted() -> None:
    accepted = open_proposals(import_file(WIDE))
    assert len(accepted) == 3
    other = import_file(WIDE.replace(b"15", b"9"))
    assert open_proposals(other, accepted) == ()


def test_an_answer_does_not_make_another_proposal() -> None:
    accepted = open_proposals(import_file(WIDE))
    said = Instructions(answers={"unit:3 mo": "count"})
    assert open_proposals(import_file(WIDE, said=said), accepted) == ()


def test_what_is_of_one_file_alone_is_asked_again() -> None:
    said = Instructions(
        answers={"unit:3 mo": "count", "all:study": "Kim", "sum:4": "total", "study:Kim": "same"},
        for_all={"months": "6", "study": "Kim", "outcome": "relief"},
        taken_back=frozenset([4]),
    )
    kept = kind_of(import_file(WIDE, said=said)).said
    assert kept.answers == {"unit:3 mo": "count"}
    assert kept.for_all == {"outcome": "relief"}
    assert kept.taken_back == frozenset()


def test_a_header_that_is_said_finds_its_kind() -> None:
    said = replace(NOTHING_SAID, header_row=3)
    kind = kind_of(import_file(TITLED, said=said))
    other = import_file(TITLED.replace(b"a,b\n1,2", b"x,y\n7,z"))
    assert find_kind([kind], other.file, headers_of(other)) is kind


def test_one_kind_for_the_same_headers_and_not_too_many() -> None:
    kind = kind_of(import_file(WIDE))
    assert add_kind([kind], kind) == (kind,)
    many: tuple[FileKind, ...] = ()
    for number in range(KINDS_MOST + 2):
        many = add_kind(many, replace(kind, found=(str(number),)))
    assert len(many) == KINDS_MOST


def test_kinds_come_back_as_they_were_written() -> None:
    said = Instructions(columns={"N": ColumnUse("n_enrolled")}, header_row=1)
    kinds = (kind_of(import_file(WIDE, said=said)),)
    assert kinds_from_json(kinds_to_json(kinds)) == kinds


@given(st.text(max_size=40))
def test_any_text_gives_no_kind(text: str) -> None:
    assert kinds_from_json(text) == ()


@pytest.mark.parametrize(
    "text",
    ['[{"found": 1}]', "[[]]", '[{"found": [], "headers": [], "accepted": [], "mapping": 1}]'],
)
def test_what_is_no_kind_is_passed_over(text: str) -> None:
    assert kinds_from_json(text) == ()


def test_each_meaning_has_words_of_its_own() -> None:
    assert set(MEANING_WORDS) == set(MEANINGS)
    assert len(set(MEANING_WORDS.values())) == len(MEANINGS)


def test_what_a_meaning_has_no_place_for_is_dropped() -> None:
    use = ColumnUse("rate_pct", "percent", 3, "Sugar", "relief", 20)
    assert fit_use(use) == use
    assert fit_use(replace(use, means="keep")) == ColumnUse("keep", arm="Sugar")
    assert fit_use(replace(use, means="responders", unit="weeks")).unit == ""
