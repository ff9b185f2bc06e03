"""Text on a page. Everything is escaped, so that a cell of a CSV can never be markup."""

import html
import re
from collections.abc import Iterable

import streamlit as st

from lib.studies.doi import doi_address

_MARKDOWN = re.compile(r"[!-/:-@\[-`{-~]")


def say(text: str, kind: str = "plain") -> None:
    """Show one paragraph; `kind` is a class of the style sheet."""
    st.html(f'<p class="rd-{kind}">{html.escape(text)}</p>')


def say_all(texts: Iterable[str], kind: str = "list", title: str = "") -> None:
    """Show a list, under a title if there is one."""
    items = "".join(f"<li>{html.escape(text)}</li>" for text in texts)
    heading = f"<strong>{html.escape(title)}</strong>" if title else ""
    st.html(f'<div class="rd-{kind}">{heading}<ul>{items}</ul></div>')


def say_many(texts: Iterable[str], title: str, kind: str = "small") -> None:
    """Show a list that may be long: it scrolls by itself, under its title."""
    items, name = "".join(f"<li>{html.escape(text)}</li>" for text in texts), html.escape(title)
    # A region that scrolls must be reachable by keyboard and have a name (WCAG 2.1.1).
    st.html(
        f'<div class="rd-{kind} rd-many" role="region" tabindex="0" aria-label="{name}">'
        f"<strong>{name}</strong><ul>{items}</ul></div>"
    )


def escape_markdown(text: str) -> str:
    """Escape a text that Streamlit reads as Markdown, so that it shows unchanged."""
    return _MARKDOWN.sub(r"\\\g<0>", text)


def facts(pairs: Iterable[tuple[str, str]], links: dict[str, str] | None = None) -> str:
    """Give names and texts as an HTML list; `links` (text to address) come at the end."""
    rows = [
        f"<div><dt>{html.escape(name)}</dt><dd>{html.escape(text)}</dd></div>"
        for name, text in pairs
    ]
    rows += [
        f"<div><dt>Link</dt><dd>{anchor(text, address)}</dd></div>"
        for text, address in (links or {}).items()
    ]
    return f'<dl class="rd-facts">{"".join(rows)}</dl>'


def anchor(text: str, address: str) -> str:
    """Give a link that opens in a new tab, as HTML."""
    return (
        f'<a href="{html.escape(address)}" target="_blank" rel="noopener noreferrer">'
        f"{html.escape(text)}</a>"
    )


def doi_links(dois: Iterable[str]) -> dict[str, str]:
    """Give the address of each DOI, each once."""
    return {f"doi.org/{doi}": address for doi in dois if (address := doi_address(doi))}
