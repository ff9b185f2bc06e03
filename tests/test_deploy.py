"""The files in `deploy/` are what the programs that read them take, as far as they are here."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from lib.ui.shell.operation.drain import DRAIN_VARIABLE
from lib.ui.shell.operation.json_log import LOG_VARIABLE
from lib.ui.shell.operation.monitors import METRICS_VARIABLE
from tests.replicas.replica import CONFIGURATION, haproxy, haproxy_variables, why_no_haproxy

DEPLOY = CONFIGURATION.parent
ROOT = DEPLOY.parent
UNIT = DEPLOY / "response-decay@.service"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
SERVICES = COMPOSE["services"]
REPLICAS = ("replica-a", "replica-b")


def test_haproxy_takes_its_file():
    if why := why_no_haproxy():
        pytest.skip(why)
    command = [haproxy(), "-c", "-f", str(CONFIGURATION)]
    checked = subprocess.run(
        command,
        check=False,
        env=haproxy_variables(8080, [1, 2]),
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stderr
    assert "WARNING" not in checked.stderr


def test_haproxy_asks_what_the_app_answers():
    text = CONFIGURATION.read_text("utf-8")
    assert "uri /ready" in text
    assert re.search(r"(?m)^\s*compression", text) is None


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_takes_the_unit(tmp_path):
    text = UNIT.read_text("utf-8")
    # Where it is to be installed nothing is yet.
    unit = tmp_path / "response-decay@8601.service"
    unit.write_text(text.replace("/opt/response-decay/.venv/bin/streamlit", "/bin/true"), "utf-8")
    checked = subprocess.run(
        ["systemd-analyze", "verify", unit], check=False, capture_output=True, text=True
    )
    told = [line for line in checked.stderr.splitlines() if "response-decay" in line]
    assert told == []


def seconds(text):
    return int(re.fullmatch(r"(\d+)s?", text)[1])


def test_systemd_waits_until_sessions_have_ended():
    unit = UNIT.read_text("utf-8")
    drain = seconds(re.search(rf"{DRAIN_VARIABLE}=(\w+)", unit)[1])
    assert seconds(re.search(r"TimeoutStopSec=(\w+)", unit)[1]) > drain


def test_replicas_are_the_same_but_for_their_names():
    first, second = (SERVICES[name] for name in REPLICAS)
    assert first == second
    assert seconds(first["stop_grace_period"]) > int(first["environment"][DRAIN_VARIABLE])
    assert first["environment"][METRICS_VARIABLE] == "1"
    assert first["environment"][LOG_VARIABLE] == "json"


def test_only_the_proxy_is_open():
    assert [name for name, told in SERVICES.items() if "ports" in told] == ["proxy"]
    environment = SERVICES["proxy"]["environment"]
    assert set(environment) == set(haproxy_variables(1, [2, 3]))
    hosts = {environment[f"REPLICA_{each}"].partition(":")[0] for each in "AB"}
    assert hosts == set(REPLICAS)


def test_services_wait_for_services_that_are_there():
    for told in SERVICES.values():
        assert set(told.get("depends_on", ())) <= set(SERVICES)


def test_volumes_and_secrets_are_declared():
    for told in SERVICES.values():
        held = [mount.partition(":")[0] for mount in told.get("volumes", ())]
        assert all(
            (DEPLOY / name).exists() if name.startswith(".") else name in COMPOSE["volumes"]
            for name in held
        )
        assert {each["source"] for each in told.get("secrets", ())} <= set(COMPOSE["secrets"])


def test_the_image_copies_what_is_there():
    image = (DEPLOY / "Dockerfile").read_text("utf-8")
    copied = [Path(line.split()[1]) for line in image.splitlines() if line.startswith("COPY")]
    assert all((ROOT / path).exists() for path in copied)
