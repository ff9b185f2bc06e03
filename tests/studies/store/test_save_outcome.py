import pytest

from lib import events
from lib.studies.revisions.changeset import ConflictError
from lib.studies.store.atomic_files import NotKeptError
from lib.studies.store.engines.engine import OutOfReachError, SaveResult
from lib.studies.store.save_outcome import report_outcome


@pytest.fixture
def outcome():
    """How a save ends, as it is reported, and the kind of save."""

    def act(end):
        heard = []
        events.listen(heard.append)

        @report_outcome
        def save():
            return end()

        try:
            save()
        except NotKeptError:
            pass
        finally:
            events.ignore(heard.append)
        return heard[0].kind, heard[0].outcome

    return act


def conflict():
    try:
        raise ConflictError(["Both changed it."])
    except ConflictError as error:
        raise NotKeptError("Both changed it.", "") from error


def refuse():
    raise NotKeptError("Nobody is signed in.", "")


def go_away():
    raise OutOfReachError("it does not answer")


@pytest.mark.parametrize(
    ("end", "how"),
    [
        (lambda: SaveResult(None, 1, merged=False), "saved"),
        (lambda: SaveResult(None, 1, merged=True), "merged"),
        (conflict, "conflict"),
        (refuse, "refused"),
        (go_away, "out_of_reach"),
    ],
)
def test_a_save_is_reported_by_how_it_ends(outcome, end, how):
    assert outcome(end) == ("save", how)
