"""A machine where no name resolves and every connection hangs; what is asked is written down.

Python imports it at its start from the folder that PYTHONPATH names.
"""

import os
import socket
import time

HANGS_SECONDS = 20


def _hang(*asked, **_):
    with open(os.environ["ASKED_FILE"], "a") as file:  # noqa: PTH123
        file.write(f"{asked[-1] if len(asked) == 2 else asked[0]}\n")
    time.sleep(HANGS_SECONDS)
    raise OSError("nobody is there")


for _name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "gethostbyaddr", "getfqdn"):
    setattr(socket, _name, _hang)
socket.socket.connect = socket.socket.connect_ex = _hang
