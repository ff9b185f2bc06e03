"""The token that tells whoever started the dashboard from everybody else on the same computer."""

from collections.abc import Mapping
from secrets import compare_digest, token_urlsafe

import streamlit as st

PARAMETER = "token"
"""What names the token in an address."""

_BYTES = 32


class EntryToken:
    """A secret of this run of the server, known to who reads its start message."""

    def __init__(self) -> None:
        self.text = token_urlsafe(_BYTES)
        self._once: set[str] = set()

    def for_one_visit(self) -> str:
        """Make a token that an address may have once.

        Others on the computer can read what a browser is started with.
        """
        token = token_urlsafe(_BYTES)
        self._once.add(token)
        return token

    def is_right(self, text: str) -> bool:
        """Tell whether this is the token, in the same time whatever it is."""
        return compare_digest(text.encode(), self.text.encode())

    def admits(self, text: str) -> bool:
        """Tell whether an address with this token may enter; one for one visit is used up."""
        found = [token for token in self._once if compare_digest(text.encode(), token.encode())]
        self._once.difference_update(found)
        return bool(found) or self.is_right(text)


ENTRY = EntryToken()


def cookie_name() -> str:
    """Name the cookie that holds the token: browsers give all servers of a computer the same."""
    return f"response_decay_{st.get_option('server.port')}"


def holds_token(cookies: Mapping[str, str]) -> bool:
    """Tell whether a browser has entered by an address with the token."""
    return ENTRY.is_right(cookies.get(cookie_name(), ""))
