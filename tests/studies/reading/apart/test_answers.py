import contextlib
import io
import json

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.progress import silent
from lib.studies.reading.apart import answers
from lib.studies.reading.apart.answers import read_answer, read_refusal, write_answer
from lib.studies.reading.apart.frames import (
    HEAD,
    TABLE,
    WORKBOOK,
    EndError,
    read_frame,
    read_json,
    write_frame,
)
from lib.studies.reading.apart.jobs import read_here
from lib.studies.reading.limits import RefusedError
from tests.studies.reading.workbooks.test_excel import SMALL
from tests.thoroughness import examples


def answer() -> bytes:
    out = io.BytesIO()
    write_answer(out, *read_here(WORKBOOK, SMALL, silent))
    return out.getvalue()


WHOLE = answer()


def read(data: bytes) -> object:
    stream = io.BytesIO(data)
    kind, body = read_frame(stream)
    assert kind == HEAD or read_refusal(body)
    return read_answer(read_json(body), stream)


@examples(200)
@given(st.data())
def test_whatever_a_child_sends_is_an_answer_or_its_end(data: st.DataObject) -> None:
    sent = bytearray(WHOLE[: data.draw(st.integers(0, len(WHOLE)))])
    for place in data.draw(st.lists(st.integers(0, len(WHOLE) - 1), max_size=4)):
        if place < len(sent):
            sent[place] = data.draw(st.integers(0, 255))
    with contextlib.suppress(EndError, RefusedError):
        read(bytes(sent))


@pytest.mark.parametrize(
    "sent", [b"", b"null", b"[]", b'[["no_such", {}]]', b'[["too_large"]]', b"\xff", b"{}"]
)
def test_a_refusal_of_no_sense_is_the_end(sent: bytes) -> None:
    with pytest.raises(EndError):
        read_refusal(sent)


def test_cells_that_are_no_texts_are_the_end() -> None:
    stream = io.BytesIO()
    head = {"name": "A", "is_hidden": False, "findings": [], "notes": [], "usual": 1, "merged": []}
    answers._write_table(stream, pa.table({"0": [1], "1": [2]}))
    answers._write_table(stream, answers._ASIDE.empty_table())
    stream.seek(0)
    with pytest.raises(EndError):
        read_answer({"kind": "x", "sheets": [head]}, stream)


def test_a_frame_that_says_to_be_endless_is_the_end() -> None:
    with pytest.raises(EndError):
        read_frame(io.BytesIO(TABLE + b"\xff" * 8 + b"x"))


def test_an_answer_with_too_many_texts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "_TEXTS_MOST", 10)
    with pytest.raises(RefusedError, match="workbook_too_large"):
        answer()


def test_a_head_is_json_and_no_pickle() -> None:
    kind, body = read_frame(io.BytesIO(WHOLE))
    assert (kind, json.loads(body)["kind"]) == (HEAD, "Excel workbook")
    write_frame(io.BytesIO(), HEAD, body)
