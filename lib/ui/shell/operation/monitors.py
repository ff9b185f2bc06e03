"""Serves the numbers of this replica to a monitor, where the set-up asks for it."""

import os

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from lib.studies.permissions import is_passed_on

METRICS_PATH = "metrics"
METRICS_VARIABLE = "RESPONSE_DECAY_METRICS"


def is_measuring() -> bool:
    """Tell whether the set-up asks for it."""
    return os.environ.get(METRICS_VARIABLE, "") == "1"


def start_measuring() -> None:
    """Count from now on, if the set-up asks for it; else its library is not even loaded."""
    if is_measuring():
        from lib.ui.shell.operation.metrics import start_metrics

        start_metrics()


def serve_metrics(request: Request) -> Response:
    """Serve the numbers, but to nobody who comes through a proxy: those are visitors."""
    if not is_measuring() or is_passed_on(request.headers):
        return PlainTextResponse("Not Found", status_code=404)
    from lib.ui.shell.operation.metrics import CONTENT_TYPE, start_metrics

    return Response(start_metrics().text(), media_type=CONTENT_TYPE)
