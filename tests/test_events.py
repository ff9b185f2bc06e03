import pytest

from lib import events
from lib.events import Event, measure


@pytest.fixture
def heard():
    found = []
    events.listen(found.append)
    yield found
    events.ignore(found.append)


def test_a_length_is_reported(heard):
    with measure("export", "csv"):
        pass
    (event,) = heard
    assert (event.name, event.kind, event.outcome) == ("export", "csv", "done")
    assert event.seconds >= 0


@pytest.mark.parametrize(
    ("error", "outcome"), [(ValueError, "failed"), (KeyboardInterrupt, "stopped")]
)
def test_what_ends_early_is_reported_with_how(heard, error, outcome):
    with pytest.raises(error), measure("rerun"):
        raise error
    assert heard[0].outcome == outcome


def test_nobody_hears_after_a_while(heard):
    events.ignore(heard.append)
    events.report(Event("save"))
    assert heard == []
