"""What a monitor reads of a replica: `/metrics`, in the format of Prometheus.

No label names a person, a study or an address: all are from short lists in this code, but for the
version of the data.
"""

from collections.abc import Iterable
from functools import cache

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from streamlit import runtime

from lib import events
from lib.events import Event
from lib.ui.shell.operation.readiness import READINESS, Readiness

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_PREFIX = "response_decay"


class Metrics:
    """The numbers of this process."""

    def __init__(self, readiness: Readiness) -> None:
        self.registry = CollectorRegistry()
        self._saves = Counter(
            f"{_PREFIX}_saves",
            "Saves and restores by outcome: saved, merged, conflict, refused, out_of_reach, failed",
            ["outcome"],
            registry=self.registry,
        )
        self._lengths = {
            events.RERUN: self._histogram("rerun", "Runs of a whole page", "outcome"),
            events.SAVE: self._histogram("save", "Saves, waiting for others included", "outcome"),
            events.IMPORT: self._histogram("import", "Steps of reading a file", "kind"),
            events.EXPORT: self._histogram("export", "Files made, by format", "kind"),
            events.STORE: self._histogram("store", "Looks at the shared store", "outcome"),
        }
        self.registry.register(_Gauges(readiness))

    def count(self, event: Event) -> None:
        """Count an event."""
        lengths = self._lengths.get(event.name)
        if lengths is None or event.seconds is None:
            return
        by_kind = event.name in (events.IMPORT, events.EXPORT)
        lengths.labels(event.kind if by_kind else event.outcome).observe(event.seconds)
        if event.name == events.SAVE:
            self._saves.labels(event.outcome).inc()

    def text(self) -> bytes:
        """Write all numbers."""
        return generate_latest(self.registry)

    def _histogram(self, name: str, what: str, label: str) -> Histogram:
        return Histogram(
            f"{_PREFIX}_{name}_seconds", what, [label], buckets=_SECONDS, registry=self.registry
        )


class _Gauges:
    """What is so at the moment of reading; nothing is looked at that might keep one waiting."""

    def __init__(self, readiness: Readiness) -> None:
        self._readiness = readiness

    def collect(self) -> Iterable[Metric]:
        """Give the numbers of now."""
        health = self._readiness.last
        is_draining = self._readiness.is_draining
        yield _gauge("sessions", "Open sessions", count_sessions())
        yield _gauge("ready", "Whether new visitors may come", health.is_good and not is_draining)
        yield _gauge("draining", "Whether the replica stops soon", is_draining)
        version = GaugeMetricFamily(
            f"{_PREFIX}_data_info", "The version of the data", labels=["version"]
        )
        version.add_metric([health.version], 1)
        yield version


def _gauge(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(f"{_PREFIX}_{name}", what, value=float(value))


def count_sessions() -> int:
    """Count the open sessions."""
    if not runtime.exists():
        return 0
    return runtime.get_instance()._session_mgr.num_active_sessions()


@cache
def start_metrics() -> Metrics:
    """Count from now on."""
    metrics = Metrics(READINESS)
    events.listen(metrics.count)
    return metrics


CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
