"""The examples of docs/api.md run as they stand there, against a server."""

import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from benchmarks import servers
from tests.conftest import ROOT

DOCS = (ROOT / "docs" / "api.md").read_text("utf-8")
HERE = "http://localhost:8501"


@pytest.fixture(scope="module")
def server():
    with servers.dashboard() as url:
        yield url


def example(language, url):
    (code,) = re.findall(rf"```{language}\n(.*?)```", DOCS, re.DOTALL)
    assert HERE in code
    return code.replace(HERE, url)


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def refusal(url, data=None):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(url, data)
    refused.value.close()
    return refused.value.code


def test_python_reads_a_curve(server):
    told = run(sys.executable, "-c", example("python", server))
    assert "Share responding" in told
    assert "Cusi 2010 3.0 none: the number assessed at this visit is not stated" in told


@pytest.mark.skipif(not shutil.which("Rscript"), reason="Rscript is not installed")
def test_r_reads_the_rows(server):
    assert "Chakraverty 2004" in run("Rscript", "-e", example("r", server))


def test_a_spreadsheet_reads_text_that_it_splits_rightly(server):
    with urllib.request.urlopen(f"{server}/api/v1/studies.csv") as answer:
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert answer.read().startswith(b"\xef\xbb\xbfstudy,")


def test_the_addresses_are_served_beside_the_pages(server):
    for path in ("/api/v1/versions", "/feed.atom", "/api/v1/openapi.json"):
        with urllib.request.urlopen(f"{server}{path}") as answer:
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert refusal(f"{server}/api/v1/nothing") == 404


def test_the_agent_api_is_off(server):
    assert refusal(f"{server}/_stcore/agent/interact", b"{}") in (403, 404)


@pytest.mark.parametrize("path", ["/api/v1/curve.json", "/api/v1/openapi.json", "/oembed"])
def test_the_page_names_every_address(path):
    assert f"`{path}" in DOCS
