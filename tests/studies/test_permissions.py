import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.studies.permissions import SIGN_IN_KEYS, Editor, Request, setup_of, standing_of, unreadable

HERE = {"Host": "localhost:8501", "Origin": "http://localhost:8501"}
AUTH = dict.fromkeys(SIGN_IN_KEYS, "set")
EDITORS = {"addresses": ["Ada@Clinic.example"], "domains": ["Hospital.example"]}
SECRETS = {"auth": AUTH, "editors": EDITORS}
ADA = {"is_logged_in": True, "email": "ada@clinic.example", "name": "Ada Example"}


def visit(served_at="localhost", came_from="", has_token=True, **headers):
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Request(served_at, came_from, {**HERE, **named}, has_token)


AT_HOME = visit()
ELSEWHERE = visit(came_from="192.0.2.7")


def standing(secrets=SECRETS, **claims):
    return standing_of(ELSEWHERE, setup_of(secrets), {**ADA, **claims})


@pytest.mark.parametrize("host", ["localhost", "LocalHost", "127.0.0.1", "127.0.1.1", "[::1]"])
def test_a_visitor_at_this_machine_is_local(host):
    assert visit(Host=f"{host}:8501", Origin=f"http://{host}:8501").is_local()
    assert visit(served_at=host.strip("[]"), came_from="127.0.0.1").is_local()


@pytest.mark.parametrize("served_at", ["", "0.0.0.0", "::", "192.0.2.7", "unix:///run/rd.sock"])
def test_a_server_that_others_reach_has_no_local_visitors(served_at):
    assert not visit(served_at=served_at).is_local()


@pytest.mark.parametrize(
    "host",
    ["studies.example", "192.0.2.7:8501", "localhost.studies.example", "localhost@studies.example"],
)
def test_a_visitor_by_another_name_is_not_local(host):
    assert not visit(Host=host).is_local()
    assert not visit(Origin=f"https://{host}").is_local()


@pytest.mark.parametrize("text", ["", "null", "http://", "http://[", "localhost", "file:///x"])
def test_an_origin_that_names_no_host_is_not_local(text):
    assert not visit(Origin=text).is_local()


@pytest.mark.parametrize("name", HERE)
def test_a_visitor_without_host_or_origin_is_not_local(name):
    headers = {kept: HERE[kept] for kept in HERE if kept != name}
    assert not Request("localhost", "", headers, has_token=True).is_local()


@pytest.mark.parametrize("port", ["", ":9999", ":85010"])
def test_a_page_of_another_port_is_not_local(port):
    assert not visit(Origin=f"http://localhost{port}").is_local()


def test_headers_alone_make_nobody_local():
    unknown = visit(has_token=False)
    assert unknown.seems_local()
    assert not unknown.is_local()


def test_who_has_not_shown_the_token_is_told_how_to():
    found = standing_of(visit(has_token=False), setup_of({}), {})
    assert (found.editor, found.local, found.can_sign_in) == (None, False, False)
    assert "Open the address that was printed when the dashboard was started" in found.why_not


@pytest.mark.parametrize(
    "name", ["X_Forwarded_For", "x_forwarded_proto", "Forwarded", "X_Real_Ip", "Via"]
)
def test_a_visitor_behind_a_proxy_is_not_local(name):
    assert not visit(**{name: "127.0.0.1"}).is_local()


def test_a_visitor_from_elsewhere_is_not_local():
    assert not visit(came_from="192.0.2.7").is_local()


def test_on_a_machine_of_ones_own_an_editor_needs_only_a_name():
    found = standing_of(AT_HOME, setup_of({}), {})
    assert (found.editor, found.local, found.why_not) == (Editor(""), True, "")
    assert not found.can_sign_in


def test_served_to_others_without_a_sign_in_nobody_is_an_editor():
    found = standing_of(ELSEWHERE, setup_of({}), {})
    assert found.editor is None
    assert "Nobody can save here" in found.why_not
    assert "Ask whoever runs the dashboard" in found.why_not
    assert not found.can_sign_in


@pytest.mark.parametrize("came", [AT_HOME, ELSEWHERE, visit(has_token=False)])
def test_where_editors_are_listed_everybody_signs_in(came):
    found = standing_of(came, setup_of(SECRETS), {"is_logged_in": False})
    assert found.editor is None
    assert "sign in first" in found.why_not
    assert (found.can_sign_in, found.local, found.signed_in_as) == (True, False, "")


def test_an_editor_is_known_by_name_and_address():
    found = standing()
    assert found.editor == Editor("Ada Example", "ada@clinic.example")
    assert (found.why_not, found.local, found.signed_in_as) == ("", False, "Ada Example")


def test_an_editor_without_a_name_is_known_by_the_address():
    assert standing(name=None).editor == Editor("ada@clinic.example", "ada@clinic.example")


def test_a_name_is_one_line():
    assert standing(name=" Ada\n Example ").editor.name == "Ada Example"


@pytest.mark.parametrize(
    "address", ["ADA@clinic.EXAMPLE", "anybody@hospital.example", '"a@b"@Hospital.example']
)
def test_listed_addresses_and_domains_are_editors(address):
    assert standing(email=address).editor


@pytest.mark.parametrize(
    "address",
    [
        "eve@clinic.example",
        "eve@ward.hospital.example",
        "eve@nothospital.example",
        "eve@hospital.example@elsewhere.example",
        "@hospital.example",
        "hospital.example",
        # A Kelvin sign, whose lower case is a k.
        "jac\u212a@clinic.example",
    ],
)
def test_others_are_not_editors(address):
    listed = {"addresses": ["jack@clinic.example"], "domains": ["hospital.example"]}
    found = standing({"auth": AUTH, "editors": listed}, email=address)
    assert found.editor is None
    assert f"{address} is not on the list of editors" in found.why_not
    assert (found.can_sign_in, found.signed_in_as) == (True, "Ada Example")


@given(st.text(string.printable, max_size=8), st.text(max_size=8))
def test_only_the_last_part_of_an_address_is_its_domain(name, domain):
    address = f"{name}@{domain}"
    listed = setup_of({"auth": AUTH, "editors": {"domains": ["clinic.example"]}})
    assert not listed.lists(address)
    assert listed.lists(f"{address}@clinic.example")


@pytest.mark.parametrize("verified", [False, "false", None, 0, "", []])
def test_an_address_that_is_not_verified_is_refused(verified):
    found = standing(email_verified=verified)
    assert found.editor is None
    assert "ada@clinic.example was not verified" in found.why_not


@pytest.mark.parametrize("verified", [True, "true"])
def test_a_verified_address_is_taken(verified):
    assert standing(email_verified=verified).editor


@pytest.mark.parametrize("address", [None, "", " ", 7, ["ada@clinic.example"]])
def test_a_sign_in_without_an_address_is_refused(address):
    found = standing(email=address)
    assert found.editor is None
    assert "did not give your e-mail address" in found.why_not


@pytest.mark.parametrize("said", [False, None, "yes", 1])
def test_an_address_without_a_sign_in_is_refused(said):
    found = standing(is_logged_in=said)
    assert (found.editor, found.signed_in_as) == (None, "")


@pytest.mark.parametrize("missing", SIGN_IN_KEYS)
def test_a_sign_in_that_lacks_a_setting_lets_nobody_in(missing):
    setup = setup_of({"auth": {**AUTH, missing: " "}, "editors": EDITORS})
    assert setup.trouble == f"The section [auth] of the secrets lacks {missing}."
    assert standing_of(ELSEWHERE, setup, ADA).editor is None


@pytest.mark.parametrize(
    ("editors", "told"),
    [
        (None, "no section [editors]"),
        ("ada@clinic.example", "no section [editors]"),
        ([EDITORS], "no section [editors]"),
        ({}, "lists neither"),
        ({"addresses": []}, "lists neither"),
        ({"addresses": "ada@clinic.example"}, "addresses must be like"),
        ({"addresses": ["ada@clinic.example", 7]}, "addresses must be like"),
        ({"addresses": ["clinic.example"]}, "addresses must be like"),
        ({"addresses": ["ada@"]}, "addresses must be like"),
        ({"domains": "clinic.example"}, "domains must be like"),
        ({"domains": {"clinic.example": True}}, "domains must be like"),
        ({"domains": [""]}, "domains must be like"),
        ({"domains": ["@clinic.example"]}, "domains must be like"),
        ({**EDITORS, "domains": [" "]}, "domains must be like"),
    ],
)
@pytest.mark.parametrize("came", [AT_HOME, ELSEWHERE])
def test_a_list_that_is_amiss_makes_nobody_an_editor(editors, told, came):
    setup = setup_of({"auth": AUTH, "editors": editors})
    assert told in setup.trouble
    found = standing_of(came, setup, ADA)
    assert found.editor is None
    assert "Nobody can save here" in found.why_not
    assert not found.can_sign_in


def test_secrets_that_cannot_be_read_make_nobody_an_editor():
    setup = unreadable("no TOML")
    assert setup.trouble == "The secrets cannot be read: no TOML"
    assert standing_of(AT_HOME, setup, ADA).editor is None


def test_whoever_signed_in_in_vain_can_sign_out():
    assert standing({}).signed_in_as == "Ada Example"


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["addresses", "domains", *SIGN_IN_KEYS]), inner)
    ),
    max_leaves=8,
)


@given(json, json, st.sampled_from([AT_HOME, ELSEWHERE]))
def test_secrets_of_any_shape_are_read(auth, editors, came):
    setup = setup_of({"auth": auth, "editors": editors})
    found = standing_of(came, setup, {"is_logged_in": True, "email": "eve@elsewhere.example"})
    assert found.editor is None
    assert found.why_not
