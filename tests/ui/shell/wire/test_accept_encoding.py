import pytest

from lib.ui.shell.wire.accept_encoding import choose_encoding


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", None),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("GZIP;Q=1.0", "gzip"),
        ("br;q=0.2, gzip;q=0.8", "gzip"),
        ("br;q=0, gzip;q=0.001", "gzip"),
        ("br; q = 0.5, gzip ;q=0.5", "br"),
        ("*", "br"),
        ("*;q=0.5, br;q=0", "gzip"),
        ("gzip;q=0.5, identity", None),
        ("identity;q=0.5, gzip", "gzip"),
        ("deflate", None),
        ("br;q=high", None),
        (",;q=1", None),
    ],
)
def test_the_browser_chooses_and_of_equals_the_best_is_taken(accepted, encoding):
    assert choose_encoding(accepted, ("br", "gzip")) == encoding


def test_nothing_is_chosen_of_nothing():
    assert choose_encoding("gzip", ()) is None
