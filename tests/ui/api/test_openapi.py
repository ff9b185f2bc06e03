import pytest

from lib.slides.page_settings import PAGE_SETTINGS
from lib.slides.slide_list import COMPARE, CURVES, SYNTHESIS
from lib.studies.dataset import version_of
from tests.conftest import ROOT, as_csv
from tests.ui.api.test_content import POOLED

jsonschema = pytest.importorskip("jsonschema")


@pytest.fixture
def described(read):
    return read("/api/v1/openapi.json").json


def check(answer, schema, described):
    whole = {**schema, "components": described["components"]}
    jsonschema.Draft202012Validator(whole).validate(answer.json)


def asked(path, version):
    query = [("url", "http://localhost:8501/")] if path == "/oembed" else []
    return path.format(version=version, page="curves"), *query


@pytest.mark.parametrize("rows", ["real", "pooled", "none"])
def test_every_answer_is_as_described(read, studies, described, rows):
    if rows != "real":
        studies.write_bytes(as_csv(*POOLED) if rows == "pooled" else as_csv())
    version = version_of(studies.read_bytes())
    for path, item in described["paths"].items():
        answer = read(*asked(path, version))
        told = item["get"]["responses"][str(answer.status)]["content"]
        media = answer.headers["content-type"].partition(";")[0]
        if answer.status == 200 or "view" not in path:
            assert media in told, (path, answer.status)
        if media.endswith("json"):
            check(answer, told[media]["schema"], described)


@pytest.mark.parametrize("path", ["compare", "pool"])
@pytest.mark.parametrize("query", ["", "missing=What+if&imor=all+responded"])
def test_answers_of_studies_pooled_over_time_are_as_described(
    read, studies, described, path, query
):
    studies.write_bytes((ROOT / "data" / "examples" / "gliomas.csv").read_bytes())
    told = described["paths"][f"/api/v1/{path}.json"]["get"]["responses"]["200"]["content"]
    answer = read(f"/api/v1/{path}.json", text=query)
    check(answer, told["application/json"]["schema"], described)


@pytest.mark.parametrize(
    ("path", "page"), [("curve", CURVES), ("compare", COMPARE), ("pool", SYNTHESIS)]
)
def test_a_figure_can_be_asked_all_that_its_page_can(described, path, page):
    told = described["paths"][f"/api/v1/{path}.json"]["get"]["parameters"]
    assert [each["name"] for each in told] == ["version", *(e.name for e in PAGE_SETTINGS[page])]


def test_what_can_be_chosen_is_listed(described):
    told = described["paths"]["/api/v1/curve.json"]["get"]["parameters"]
    (missing,) = (each for each in told if each["name"] == "missing")
    assert "Missing as non-responders" in missing["schema"]["enum"]
    assert missing["schema"]["default"] == "As reported"


def test_it_is_openapi(described):
    assert described["openapi"].startswith("3.1")
    assert all(item["get"]["operationId"].isidentifier() for item in described["paths"].values())
