import io
import json
import zipfile
from math import exp
from xml.etree import ElementTree

import pandas as pd
import pytest

from lib.stats.meta_analysis.bayes.pool import bayesian_pool
from lib.stats.meta_analysis.change import pool_change
from lib.studies.dataset import version_of
from lib.studies.permissions import Editor
from lib.studies.revisions.changeset import Changes
from lib.studies.store import store
from tests.conftest import ROOT, as_csv

EDITOR = Editor("Ada", "ada@clinic.example")
POOLED = [
    {
        "study": f"{name} 2001",
        "months": 6,
        "n_assessed": 40,
        "responders": r,
        "outcome": "50% less pain",
        "treatment": "Drug",
        "design": "randomised trial",
    }
    for name, r in (("A", 20), ("B", 24), ("C", 15))
]


@pytest.fixture
def version(studies):
    return version_of(studies.read_bytes())


def test_the_rows_come_as_typed_and_as_numbers(read, version):
    csv = pd.read_csv(io.BytesIO(read("/api/v1/studies.csv").content))
    told = read("/api/v1/studies.json").json
    assert len(csv) == len(told["rows"]) == 9
    assert told["rows"][0]["months"] == 3.0
    assert told["rows"][0]["n_enrolled"] is None or told["rows"][0]["n_enrolled"] > 0
    assert told["data"]["version"] == version
    assert {field["name"] for field in told["fields"]} >= {"study", "months", "rate_pct"}
    name = read("/api/v1/studies.csv").headers["content-disposition"]
    assert f"response-decay-{version}-studies.csv" in name


def test_a_version_has_a_package_without_a_day(read, version):
    answer = read(f"/api/v1/versions/{version}/datapackage.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        described = json.loads(archive.read("datapackage.json"))
    assert described["version"] == version
    assert "created" not in described


def test_a_curve_has_its_numbers_cautions_and_why_one_is_missing(read):
    told = read("/api/v1/curve.json", ("level", "90"), ("interval", "Jeffreys")).json
    assert told["interval"] == {"method": "Jeffreys", "level_pct": 90}
    assert told["finding"] == "Response fell: 79% to 58% by month 12"
    first = told["points"][0]
    assert (first["months"], first["responders"], first["counted"]) == (3.0, 15, 19)
    assert first["rests_on_assumed"] is True
    assert first["count_is"] == "derived"
    bare = next(point for point in told["points"] if point["interval_low_pct"] is None)
    assert bare["why_no_interval"]
    assert any("audit group" in text for text in told["cautions"])
    assert told["not_comparable"]
    assert told["falls"]["curves"][0]["series"].startswith("Chakraverty")
    assert "curves(points" in told["recipe"]["python"]


def test_a_selection_without_numbers_says_so(read):
    told = read("/api/v1/curve.json", ("studies", "Kim 2010"), ("months", "0"), ("months", "2"))
    assert told.json["points"] == []
    assert told.json["refused"] == ["No number is left by what it asks for."]
    assert told.json["finding"] is None


def test_arms_are_compared_or_it_is_said_why_not(read):
    told = read("/api/v1/compare.json", ("month", "6")).json
    assert len(told["points"]) == 2
    assert [*told["pairs"], *told["not_paired"]]
    assert any("Kim 2010" in text for text in told["absent"])


def test_without_a_pool_each_window_says_why(read):
    told = read("/api/v1/pool.json").json
    assert [window["is_pooled"] for window in told["windows"]] == [False] * 5
    assert all(window["pool"]["why_not"] for window in told["windows"])
    assert told["recipe"]["view"] is None


def test_a_pool_has_its_share_and_methods(read, studies):
    studies.write_bytes(as_csv(*POOLED))
    told = read("/api/v1/pool.json", ("centres", "6")).json
    (window,) = told["windows"]
    assert window["is_pooled"]
    assert 40 < window["pool"]["share_pct"] < 60
    assert window["pool"]["method"]
    assert [row["qualifies"] for row in window["series"]] == [True] * 3
    answer = read(f"/{told['recipe']['view'].partition('?')[0]}", text="centres=6")
    assert answer.status == 200


def test_a_window_tells_of_a_new_study_what_the_query_asks(read, studies):
    studies.write_bytes(as_csv(*POOLED))
    asked = ("centres", "6"), ("worth", "40"), ("prior", "0.5")
    (window,) = read("/api/v1/pool.json", *asked).json["windows"]
    new, made = window["new_study"], bayesian_pool([20, 24, 15], [40] * 3, tau_scale=0.5)
    assert new["new_studies_over_worth_pct"] == pytest.approx(100 * made.probability_new_over(0.4))
    ends = [new[f"new_study_{end}pct"] for end in ("low_", "", "high_")]
    assert ends == pytest.approx([100 * e for e in (made.new_low, made.new_median, made.new_high)])
    assert new["bayes_tau"] == pytest.approx(made.tau_median, abs=1e-6)
    assert (new["worth_pct"], new["bayes_tau_prior_scale"], new["bayes_level_pct"]) == (40, 0.5, 95)
    assert "scale 0.5" in new["prior"][1]


def test_what_tells_nothing_of_a_new_study_says_why(read):
    new = read("/api/v1/pool.json").json["windows"][0]["new_study"]
    assert "a pool takes 3 or more" in new["new_study_why_none"]
    assert "new_study_pct" not in new


def test_the_same_studies_have_their_change(read, studies):
    later = [row | {"months": 12, "responders": row["responders"] // 2} for row in POOLED]
    studies.write_bytes(as_csv(*POOLED, *later))
    asked = ("earlier", "6"), ("later", "12"), ("correlation", "0.5")
    told = read("/api/v1/pool.json", *asked).json["same_studies"]
    made = pool_change([20, 24, 15], [40] * 3, [10, 12, 7], [40] * 3, measure="RR", correlation=0.5)
    (pool,) = (row for row in told["rows"] if row["row"] == "pool")
    known = [exp(each) for each in (made.estimate, made.low, made.high)]
    assert [pool[name] for name in ("value", "low", "high")] == pytest.approx(known, abs=1e-6)
    assert told["fall"]["other_studies_points"] == 0
    assert [row["in_change"] for row in told["rows"][:3]] == [True] * 3


def test_a_change_in_points_is_in_points(read, studies):
    studies.write_bytes(as_csv(*POOLED, *({**row, "months": 12} for row in POOLED)))
    asked = ("change_measure", "Percentage points"), ("later", "12")
    told = read("/api/v1/pool.json", *asked).json["same_studies"]
    assert told["rows"][0]["value"] == 0
    assert told["rows"][0]["high"] > 1


def test_without_a_change_it_is_said_what_would_be_needed(read):
    told = read("/api/v1/pool.json").json["same_studies"]
    assert not told["is_pooled"]
    assert "Needed are 2 more studies" in told["why_not_pooled"]
    assert told["fall"]["whole_points"] is None


def test_months_without_a_window_are_not_replaced_by_others(read):
    answer = read("/api/v1/pool.json", ("centres", "3"), ("centres", "12"), ("later", "6"))
    assert (answer.status, answer.json["settings"]) == (422, ["later"])


def test_two_treatments_have_the_shares_that_the_query_asks(read, studies):
    studies.write_bytes((ROOT / "data" / "examples" / "gliomas.csv").read_bytes())
    told = read("/api/v1/compare.json", ("month", "12"), ("second_share", "30")).json
    shares = told["over_studies"]["shares"]
    ratio = next(r for r in told["over_studies"]["at_month"]["rows"] if r["row"] == "pool")["value"]
    assert shares["second_share_pct"] == 30
    assert shares["first_share_pct"] == pytest.approx(30 * ratio, abs=1e-4)
    needed = 100 / (shares["first_share_pct"] - 30)
    assert shares["number_needed"] == pytest.approx(needed, abs=1e-4)


@pytest.mark.parametrize(
    ("address", "query", "says"),
    [
        ("curve", "missing=x", "It can be: As reported"),
        ("curve", "mising=As+reported", "There is no setting “mising”"),
        ("curve", "months=3", "“months” takes two values"),
        ("curve", "level=90&level=95", "“level” takes one value"),
        ("compare", "month=7", "“month” cannot be “7”. It can be: 3, 6"),
        ("pool", "same_outcomes=yes", "It can be: true, false"),
        ("pool", "treatment=Aspirin", "“treatment” cannot be “Aspirin”"),
        ("pool", "outcome=", "“outcome” cannot be “”"),
    ],
)
def test_what_cannot_be_set_is_named_with_what_can(read, address, query, says):
    answer = read(f"/api/v1/{address}.json", text=query)
    assert answer.status == 422
    assert says in answer.json["detail"]
    assert answer.json["errors"][0]["setting"] == query.partition("=")[0]


def test_what_a_treatment_does_not_have_is_not_passed_over(read, studies):
    studies.write_bytes(as_csv(*POOLED))
    answer = read("/api/v1/pool.json", ("same_outcomes", "true"))
    assert (answer.status, answer.json["settings"]) == (422, ["same_outcomes"])


def test_too_many_curves_are_refused_in_words(read, version, monkeypatch):
    monkeypatch.setattr("lib.ui.api.static_view.MOST_CURVES", 2)
    answer = read(f"/view/{version}/curves.html")
    assert (answer.status, answer.headers["content-type"]) == (422, "text/html; charset=utf-8")
    assert "This view has 5 curves" in answer.content.decode()


def test_too_many_points_are_refused_with_a_way_out(read, monkeypatch):
    monkeypatch.setattr("lib.ui.api.figures.MOST_POINTS", 1)
    monkeypatch.setattr("lib.ui.api.data_files.MOST_ROWS", 1)
    for path in ("curve", "compare", "pool", "studies"):
        answer = read(f"/api/v1/{path}.json", text="" if path == "studies" else "colour=Study")
        assert (answer.status, answer.json["type"][-8:]) == (422, "too-much"), path
        assert "studies.csv" in answer.json["detail"]


def test_a_view_is_the_same_on_any_day_and_by_any_name(read, version, monkeypatch):
    path = f"/view/{version}/curves.html"
    first = read(path, host="studies.example", x_forwarded_for="10.0.0.1")
    monkeypatch.setattr("lib.ui.session.dataset.today", lambda: "1 January 2031")
    other = read(path, ("theme", "light"))
    assert first.content == other.content
    assert b"studies.example" not in first.content
    assert f'href="../../?version={version}"'.encode() in first.content


def test_a_view_may_stand_where_the_set_up_says(read, version, monkeypatch):
    monkeypatch.setenv("RESPONSE_DECAY_EMBED_IN", "https://journal.example")
    policy = read(f"/view/{version}/study.html").headers["content-security-policy"]
    assert "frame-ancestors 'self' https://journal.example;" in policy


def test_a_view_that_the_data_refuse_shows_nothing_else(read, version):
    answer = read(f"/view/{version}/synthesis.html")
    assert answer.status == 422
    assert "Nothing is pooled" in answer.content.decode()
    assert read(f"/view/{version}/nothing.html").status == 404
    assert read(f"/view/{version}/curves.html", ("theme", "red")).status == 422


@pytest.mark.parametrize(
    ("url", "there"),
    [
        ("http://localhost:8501/", "curves.html"),
        ("http://localhost:8501/compare?month=6&embed=true", "compare.html?month=6"),
        ("http://localhost:8501/view/{version}/study.html?theme=dark", "study.html?theme=dark"),
    ],
)
def test_a_page_has_a_frame(read, version, url, there):
    told = read("/oembed", ("url", url.format(version=version)), ("maxwidth", "600")).json
    src = f'src="http://localhost:8501/view/{version}/{there}"'
    assert src in told["html"].replace("&amp;", "&").replace("?study=Chakraverty+2004&", "?")
    assert (told["type"], told["width"]) == ("rich", 600)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("url=http://evil.example/", 404),
        ("url=javascript:alert(1)", 404),
        ("", 404),
        ("url=http://localhost:8501/history", 404),
        ("url=http://localhost:8501/&format=xml", 501),
        ("url=http://localhost:8501/&maxwidth=x", 422),
        ("url=http://localhost:8501/?missing=x", 422),
    ],
)
def test_what_is_no_page_has_no_frame(read, query, status):
    assert read("/oembed", text=query).status == status


def test_the_feed_and_the_list_tell_who_and_why_but_no_address(read, studies):
    data = store.load(studies)
    kim = data.rows.index[data.rows["study"] == "Kim 2010"][:1]
    none = pd.DataFrame()
    changes = Changes(data, added=none, changed=none, removed=kim, headers={})
    store.save(studies, changes, EDITOR, "It was <withdrawn>\x0b & more.")
    told = read("/api/v1/versions").json
    newest, first = told["versions"]
    assert (newest["who"], newest["rows_removed"], newest["is_present"]) == ("Ada", 1, True)
    assert first["kind"] == "first"
    answer = read("/feed.atom")
    root = ElementTree.fromstring(answer.content)
    atom = "{http://www.w3.org/2005/Atom}"
    entry, before = root.findall(f"{atom}entry")
    assert "It was <withdrawn>" in entry.findtext(f"{atom}title")
    assert "1 removed (8 rows in all)" in entry.findtext(f"{atom}summary")
    assert before.findtext(f"{atom}id") != entry.findtext(f"{atom}id")
    assert b"clinic.example" not in answer.content + read("/api/v1/versions").content
    old = read(f"/api/v1/versions/{first['version']}/studies.json").json
    assert len(old["rows"]) == 9


@pytest.mark.parametrize(("asked", "imor"), [("half the odds", 0.5), ("all responded", "infinity")])
def test_what_is_supposed_of_the_missing_stands_with_each_point(read, asked, imor):
    told = read("/api/v1/curve.json", ("missing", "What if"), ("imor", asked)).json
    assert told["settings"]["imor"] == told["points"][0]["missing_odds_ratio"] == imor
    assert told["interval"]["method"] == "What-if logit"
    assert told["falls"]["curves"][0]["tipping_in_words"] == "Nobody is missing at 12 months."
