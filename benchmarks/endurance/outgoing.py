"""Look at every page, and list each connection that the server opens to elsewhere.

python -m benchmarks.endurance.outgoing [--full]

The server runs under strace, from its first instruction to its end.
"""

import asyncio
import re
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import servers
from benchmarks.crowd import PAGES
from benchmarks.endurance.common import arguments, report, require
from benchmarks.sessions import session

_CALL = re.compile(
    r"(?:connect|sendto|sendmsg)\(.*?sa_family=AF_INET6?, .*?"
    r'(?:inet_addr\("|inet_pton\(AF_INET6, ")([^"]+)"'
)
HERE = ("127.", "::1", "0.0.0.0")


def main() -> None:
    """Run the script."""
    asked, started = arguments(__doc__, 1, 20, "visits to each page"), time.monotonic()
    require(shutil.which("strace") is not None, "strace is not installed")
    with TemporaryDirectory() as folder:
        log = Path(folder) / "calls"
        watch = ["strace", "-f", "-qq", "-e", "trace=connect,sendto,sendmsg", "-o", str(log)]
        with servers.dashboard(under=watch) as url:
            asyncio.run(_look_at_all(url, asked.count))
        calls = log.read_text(errors="replace").splitlines()
    elsewhere = connections(calls)
    require(not elsewhere, elsewhere)
    visits = f"{asked.count * len(PAGES)} visits, {len(calls):,} calls"
    report(f"outgoing connections: {visits}, none to elsewhere", started)


def connections(calls: Sequence[str]) -> list[str]:
    """Give the addresses elsewhere that calls name."""
    named = (found[1] for call in calls if (found := _CALL.search(call)))
    return sorted({address for address in named if not address.startswith(HERE)})


async def _look_at_all(url: str, times: int) -> None:
    for _ in range(times):
        for name, picked_by, shows, query in PAGES.values():
            async with session(url, name, picked_by, shows, query) as reader:
                await reader.run()


if __name__ == "__main__":
    main()
