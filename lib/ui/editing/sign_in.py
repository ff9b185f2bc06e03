"""Who the visitor is, and whether they may save rows."""

import logging
import os
from collections.abc import Mapping
from functools import cache

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from lib.studies.permissions import (
    Request,
    Setup,
    Standing,
    is_loopback,
    setup_of,
    standing_of,
    unreadable,
)
from lib.ui.components.html_text import say
from lib.ui.shell.wire.entry_token import holds_token

__all__ = ["Standing", "current_standing", "is_token_of_use", "sign_in_out"]

_LOG = logging.getLogger("response_decay")


def current_standing() -> Standing:
    """Tell whether this visitor may save rows, by the secrets as they are now."""
    request, setup = _request(), _setup()
    if setup.trouble and (setup.must_sign_in or not request.seems_local()):
        _log_once(setup.trouble)
    return standing_of(request, setup, _claims())


def is_token_of_use() -> bool:
    """Tell whether anybody may save without a sign-in, by the token of the start."""
    return is_loopback(_served_at()) and not _setup().must_sign_in


def sign_in_out(standing: Standing) -> None:
    """Show who is signed in, with a button to sign in or out; nothing if nobody can."""
    if standing.signed_in_as:
        said, button = st.columns([4, 1], vertical_alignment="center")
        with said:
            say(f"Signed in as {standing.signed_in_as}.", "quiet")
        button.button("Sign out", on_click=st.logout, width="stretch")
    elif standing.can_sign_in:
        st.button("Sign in", on_click=st.login)
        say(
            "Signing in opens the dashboard anew and loses rows that are not saved: download them "
            "first.",
            "quiet",
        )


def _request() -> Request:
    return Request(
        served_at=_served_at(),
        came_from=st.context.ip_address or "",
        headers=st.context.headers.to_dict(),
        has_token=holds_token(st.context.cookies.to_dict()),
    )


def _served_at() -> str:
    return st.get_option("server.address") or ""


def _setup() -> Setup:
    try:
        return setup_of(st.secrets.to_dict())
    except StreamlitSecretNotFoundError as error:
        # Raised both for a missing file and for one that is not TOML.
        if any(os.path.lexists(file) for file in st.get_option("secrets.files")):
            return unreadable(str(error))
        return setup_of({})
    except (OSError, ValueError) as error:
        return unreadable(str(error))


def _claims() -> Mapping[str, object]:
    try:
        return st.user.to_dict()
    except (OSError, ValueError):  # Streamlit reads the secrets for it
        return {}


@cache
def _log_once(trouble: str) -> None:
    _LOG.warning("Nobody can save rows. %s", trouble)
