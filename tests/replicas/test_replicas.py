import asyncio
import json
import time
import urllib.request

import pytest

from tests.replicas.readers import clicking
from tests.replicas.replica import status, wait_for


def in_thread(act, *given):
    return asyncio.to_thread(act, *given)


def moved_to(crew, name):
    """Visit as a browser of a replica; gives the name of another one that takes it, or None."""
    asked = urllib.request.Request(f"{crew.address}/", headers={"Cookie": f"replica={name}"})
    with urllib.request.urlopen(asked) as answer:
        given = answer.headers["Set-Cookie"] or ""
    return given.partition(";")[0].removeprefix("replica=") or None


def restart(crew, name, address):
    """Restart a replica as systemd does; gives what it said, for how long, and who was moved."""
    replica = crew.replicas[address]
    replica.terminate()
    wait_for(f"{address}/ready", 503)
    said = json.loads(status(f"{address}/ready")[1])
    time.sleep(1.6)  # HAProxy sees it too
    stays = moved_to(crew, name)
    lasted = replica.wait()
    moves = moved_to(crew, name)
    replica.start()
    wait_for(f"{address}/ready", 200)
    time.sleep(1.2)  # HAProxy sees that it is back
    return said, lasted, stays, moves


@pytest.mark.parametrize(
    "path",
    ["ready", "metrics", "%72eady", "_stcore/metrics", "_stcore/agent/mcp", "_stcore/%61gent/x"],
)
def test_what_is_for_the_operator_is_closed_to_visitors(crew, path):
    assert status(f"{crew.address}/{path}")[0] == 404


def test_a_monitor_reads_the_numbers_of_each_replica(crew):
    for address in crew.replicas:
        code, text = status(f"{address}/metrics")
        assert code == 200
        assert 'response_decay_store_seconds_count{outcome="done"}' in text


def test_readers_do_not_notice_a_rolling_restart(crew):
    async def roll():
        async with clicking(crew.address, 10) as clicks:
            await asyncio.sleep(0.5)
            ends = [
                await in_thread(restart, crew, *each)
                for each in zip("ab", crew.replicas, strict=True)
            ]
            before = [each.runs for each in clicks]
            await asyncio.sleep(1)
        return clicks, before, ends

    clicks, before, ends = asyncio.run(roll())
    drains = {"ready": False, "store": "reached", "data": "checked", "draining": True}
    for said, lasted, stays, _ in ends:
        assert (said, stays) == (drains, None)
        assert lasted < 10
    assert [moves for *_, moves in ends] == ["b", "a"]
    # Each came again at most once for each restart, and some did: their replica went away.
    assert all(each.openings <= 3 for each in clicks)
    assert any(each.openings > 1 for each in clicks)
    assert all(each.runs > runs for each, runs in zip(clicks, before, strict=True))
    assert all("Stopping in 2.5 seconds" in each.log.read_text() for each in crew.replicas.values())


def test_readers_go_on_while_the_database_is_away(crew):
    async def interrupt():
        async with clicking(crew.address, 3) as clicks:
            await asyncio.sleep(0.5)
            await in_thread(crew.database.stop)
            for address in crew.replicas:
                await in_thread(wait_for, f"{address}/ready", 503)
            said = json.loads((await in_thread(status, f"{address}/ready"))[1])
            await asyncio.sleep(1.6)  # HAProxy sees it too
            before = [each.runs for each in clicks]
            async with clicking(crew.address, 1) as late:
                await asyncio.sleep(1)
            away = [each.runs for each in clicks]
            await in_thread(crew.database.start)
            for address in crew.replicas:
                await in_thread(wait_for, f"{address}/ready", 200)
        return clicks, before, away, late, said

    clicks, before, away, (late,), said = asyncio.run(interrupt())
    assert (said["store"], said["data"]) == ("out of reach", "checked")
    assert all(after > runs for after, runs in zip(away, before, strict=True))
    assert late.runs > 0
    assert [each.openings for each in clicks] == [1, 1, 1]


def test_the_log_is_json_without_addresses_of_visitors(crew):
    crew.database.stop()
    for address in crew.replicas:
        wait_for(f"{address}/ready", 503)
    crew.database.start()
    for address in crew.replicas:
        wait_for(f"{address}/ready", 200)
    for replica in crew.replicas.values():
        lines = [line for line in replica.log.read_text().splitlines() if line.startswith("{")]
        assert lines
        assert all(isinstance(json.loads(line), dict) for line in lines if line.endswith("}"))
        assert "127.0.0.1:" not in "".join(lines)
