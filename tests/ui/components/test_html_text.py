import html

from hypothesis import given
from hypothesis import strategies as st

from lib.studies.doi import doi_address
from lib.ui.components.html_text import doi_links, facts


@given(st.text(), st.text())
def test_facts_are_text(name, text):
    written = facts([(name, text)])
    assert written == (
        f'<dl class="rd-facts"><div><dt>{html.escape(name)}</dt>'
        f"<dd>{html.escape(text)}</dd></div></dl>"
    )


def test_a_doi_becomes_its_address():
    assert doi_address("10.1136/bjsm.2007.042044") == "https://doi.org/10.1136/bjsm.2007.042044"
    assert list(doi_links(["", "10.1000/a", "10.1000/a", "PMID 123"])) == ["doi.org/10.1000/a"]


def test_a_doi_in_other_digits_is_not_linked_as_its_rule_says():
    assert doi_address("10.١٢٣٤/a") == ""


@given(st.from_regex(r"10\.[0-9]{4,9}/\S+", fullmatch=True) | st.text())
def test_a_doi_can_only_lead_to_doi_org(doi):
    address = doi_address(doi)
    assert address == "" or address.startswith("https://doi.org/10.")
    assert not set(address) & set('"<> ')
