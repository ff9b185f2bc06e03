"""Who may save rows, from the request, the secrets and the sign-in."""

import ipaddress
import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

README_SECTION = "Who may save"
SIGN_IN_KEYS = (
    "redirect_uri",
    "cookie_secret",
    "client_id",
    "client_secret",
    "server_metadata_url",
)
"""The keys that the section [auth] needs before anybody can sign in."""

# Headers that proxies add to requests.
_PASSED_ON = frozenset(
    {
        "forwarded",
        "via",
        "x-real-ip",
        "x-client-ip",
        "x-cluster-client-ip",
        "x-original-host",
        "true-client-ip",
        "cf-connecting-ip",
    }
)
_LOOK = "You can still look at everything, try rows in your own session and download them."
_NOT_SET_UP = (
    "Nobody can save here, because the sign-in of editors is not set up, or not correctly. Ask "
    "whoever runs the dashboard: its log says what is missing, and its README how to set it up "
    f"(“{README_SECTION}”). {_LOOK}"
)
_SIGN_IN = f"Only editors can save here: sign in first. {_LOOK}"
_NO_ADDRESS = (
    "The place where you signed in did not give your e-mail address, so it cannot be found on the "
    f"list of editors. Ask whoever runs the dashboard to have it given. {_LOOK}"
)

_NO_TOKEN = (
    "This browser cannot save yet, since nothing shows that it is yours. Open the address that was "
    "printed when the dashboard was started, which ends in a token, in this browser; then reload "
    f"this page, and download rows that are not saved before you do. {_LOOK}"
)

# ASCII only: other letters may become ASCII in lower case, and match the address of someone else.
_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


@dataclass(frozen=True)
class Editor:
    """Someone who may save rows.

    Attributes
    ----------
    name
        The name for the history.
    address
        The e-mail address signed in with; blank on a local machine.
    """

    name: str
    address: str = ""


@dataclass(frozen=True)
class Standing:
    """Whether a visitor may save rows.

    Attributes
    ----------
    editor
        The visitor as an editor; None if they may not save.
    why_not
        Why not, and what to do about it; blank for an editor.
    can_sign_in
        Whether sign-in is set up.
    local
        Whether the dashboard runs on the visitor's machine: there is no sign-in, and the editor has
        no name until one is typed.
    signed_in_as
        The name or address signed in, editor or not; blank if not signed in.
    """

    editor: Editor | None
    why_not: str = ""
    can_sign_in: bool = False
    local: bool = False
    signed_in_as: str = ""


@dataclass(frozen=True)
class Request:
    """A request as received by the server.

    Attributes
    ----------
    served_at
        The address that the server listens on; blank for all addresses.
    came_from
        The address of the client; blank for this machine.
    headers
        The headers of the request that opened the session.
    has_token
        Whether the client knows the token that was printed when the server started.
    """

    served_at: str
    came_from: str
    headers: Mapping[str, str]
    has_token: bool = False

    def is_local(self) -> bool:
        """Tell whether the client is the person who started the server, on the same machine.

        Headers alone do not show it: not every proxy names itself, and others may use the machine.
        """
        return self.has_token and self.seems_local()

    def seems_local(self) -> bool:
        """Tell whether nothing says that the client is elsewhere.

        The server's address alone does not show it: a reverse proxy on this machine forwards all
        requests to a server that listens on this machine only.
        """
        headers = {name.lower(): text for name, text in self.headers.items()}
        host, origin = headers.get("host", ""), headers.get("origin", "")
        return (
            is_loopback(self.served_at)
            and is_loopback(self.came_from or "localhost")
            and names_this_machine(host)
            and is_loopback(_host(origin))
            and is_same_origin(origin, host)
            and not is_passed_on(headers)
        )


@dataclass(frozen=True)
class Setup:
    """What the secrets say about editors.

    Attributes
    ----------
    must_sign_in
        Whether editors sign in even on a local machine, because a list of editors is set up.
    trouble
        Why nobody can sign in as an editor, for the operator of the dashboard.
    addresses, domains
        The addresses and domains of editors, in lower case.
    """

    must_sign_in: bool
    trouble: str = ""
    addresses: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()

    def lists(self, address: str) -> bool:
        """Tell whether an address is an editor's."""
        typed = address.translate(_LOWER)
        name, _, domain = typed.rpartition("@")
        return bool(name) and (typed in self.addresses or domain in self.domains)


def setup_of(secrets: Mapping[str, object]) -> Setup:
    """Read the sections [auth] and [editors]; if either is invalid, nobody is an editor."""
    must_sign_in = "editors" in secrets
    editors = secrets.get("editors")
    if trouble := _auth_trouble(secrets.get("auth")) or _editors_trouble(editors):
        return Setup(must_sign_in, trouble)
    return Setup(
        must_sign_in,
        addresses=frozenset(_text_list(editors, "addresses") or ()),
        domains=frozenset(_text_list(editors, "domains") or ()),
    )


def unreadable(why: str) -> Setup:
    """Make nobody an editor, since the secrets cannot be read."""
    return Setup(must_sign_in=True, trouble=f"The secrets cannot be read: {why}")


def standing_of(request: Request, setup: Setup, claims: Mapping[str, object]) -> Standing:
    """Tell whether a visitor may save rows.

    Parameters
    ----------
    claims
        The claims of the sign-in, as in `st.user`.
    """
    if request.is_local() and not setup.must_sign_in:
        return Standing(Editor(""), local=True)
    if request.seems_local() and not setup.must_sign_in:
        return Standing(None, _NO_TOKEN)
    address = _text(claims.get("email"))
    name = _text(claims.get("name")) or address
    is_signed_in = claims.get("is_logged_in") is True
    why_not = _why_not(setup, is_signed_in, address, claims)
    return Standing(
        editor=None if why_not else Editor(name, address),
        why_not=why_not,
        can_sign_in=not setup.trouble,
        signed_in_as=(name or "somebody without a name") if is_signed_in else "",
    )


def _why_not(setup: Setup, is_signed_in: bool, address: str, claims: Mapping[str, object]) -> str:
    if setup.trouble:
        return _NOT_SET_UP
    if not is_signed_in:
        return _SIGN_IN
    if not address:
        return _NO_ADDRESS
    # Not every provider sends this claim; some send it as a text.
    if claims.get("email_verified", True) not in (True, "true"):
        return (
            f"Your address {address} was not verified where you signed in. Verify it there, then "
            f"sign out here and in again. {_LOOK}"
        )
    if not setup.lists(address):
        return (
            f"Your address {address} is not on the list of editors. Ask whoever runs the "
            f"dashboard to put it there. {_LOOK}"
        )
    return ""


def is_same_origin(origin: str, host: str) -> bool:
    """Tell whether an origin is a page of the server that `Host` names, its port included."""
    scheme, _, place = origin.lower().partition("://")
    return scheme in ("http", "https") and bool(place) and place == host.lower()


def names_this_machine(host: str) -> bool:
    """Tell whether `Host` names the machine itself, not a name that somebody else gave it."""
    return is_loopback(_host(f"//{host}"))


def is_passed_on(headers: Iterable[str]) -> bool:
    """Tell whether a proxy says by the names of headers that it passes a request on."""
    names = [name.lower() for name in headers]
    return any(name in _PASSED_ON or name.startswith("x-forwarded") for name in names)


def is_loopback(host: str) -> bool:
    """Tell whether a host is the machine itself."""
    try:
        return host.lower() == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _auth_trouble(section: object) -> str:
    if not isinstance(section, Mapping):
        return "The secrets have no section [auth], so nobody can sign in."
    if missing := [key for key in SIGN_IN_KEYS if not _text(section.get(key))]:
        return f"The section [auth] of the secrets lacks {', '.join(missing)}."
    return ""


def _editors_trouble(section: object) -> str:
    if not isinstance(section, Mapping):
        return "The secrets have no section [editors], so nobody is an editor."
    addresses, domains = _text_list(section, "addresses"), _text_list(section, "domains")
    if addresses is None or not all(_is_address(text) for text in addresses):
        return 'In [editors] of the secrets, addresses must be like ["a@clinic.example"].'
    if domains is None or not all(text and "@" not in text for text in domains):
        return 'In [editors] of the secrets, domains must be like ["clinic.example"].'
    if not addresses and not domains:
        return "The section [editors] of the secrets lists neither addresses nor domains."
    return ""


def _text_list(section: object, key: str) -> list[str] | None:
    """Give a list of texts in lower case; None for anything else."""
    given = section.get(key, []) if isinstance(section, Mapping) else None
    if not isinstance(given, list) or not all(isinstance(text, str) for text in given):
        return None
    return [text.strip().translate(_LOWER) for text in given]


def _is_address(text: str) -> bool:
    name, _, domain = text.rpartition("@")
    return bool(name and domain)


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _host(address: str) -> str:
    """Give the host of `//host:port` or of an origin; blank for anything else."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
