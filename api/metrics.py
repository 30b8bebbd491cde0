"""Numbers for Prometheus: ``/metrics`` in its text format or OpenMetrics.

An application has a registry of its own. Whoever has more to tell registers a collector there
(``metrics().registry.register(…)``) or makes its counters with ``registry=metrics().registry``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from flask import Blueprint, Flask, Response, abort, current_app, request
from prometheus_client import CollectorRegistry, Counter, Gauge, GCCollector, Histogram, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from api.service import Service

blueprint = Blueprint("metrics", __name__)

_EXTENSION = "gongbao.metrics"
# From a cached page to a query at its limit, in seconds.
_BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


class Metrics:
    """What is counted of one application."""

    def __init__(self, service: Service) -> None:
        """Of the application over ``service``, whose store is asked when the numbers are fetched."""
        self.registry = CollectorRegistry(auto_describe=True)
        self.requests = Counter(
            "gongbao_requests",
            "Requests answered.",
            ("method", "endpoint", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "gongbao_request_seconds",
            "Seconds from the arrival of a request to its answer.",
            ("endpoint",),
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self.running = Gauge("gongbao_requests_running", "Requests being answered.", registry=self.registry)
        self.problems = Counter(
            "gongbao_problems",
            "Requests refused, limited or failed, by the type of the problem that the client was told.",
            ("type", "status"),
            registry=self.registry,
        )
        self.registry.register(_StoreNumbers(service))
        self.registry.register(_QueryNumbers(service))
        # Memory, file descriptors and processor time; only where the system has /proc.
        ProcessCollector(registry=self.registry)
        GCCollector(registry=self.registry)


class _StoreNumbers(Collector):
    """What the store holds, looked up at each scrape."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def collect(self) -> Iterator[Metric]:
        """Generation, triples and graphs; nothing of a store that cannot be read."""
        from loaders.errors import GongbaoError

        try:
            graphs = self._service.graphs()
        except GongbaoError:
            return
        generation = self._service.store.generation
        yield InfoMetricFamily(
            "gongbao_store", "The generation that is served.", value={"generation": generation}
        )
        if generation.isdecimal():
            yield GaugeMetricFamily(
                "gongbao_store_generation", "Number of the generation that is served.", value=int(generation)
            )
        yield GaugeMetricFamily("gongbao_store_triples", "Triples served.", value=sum(graphs.values()))
        yield GaugeMetricFamily("gongbao_store_graphs", "Named graphs served.", value=len(graphs))

    def describe(self) -> Iterator[Metric]:
        """Nothing ahead of a scrape: the store is not asked when an application is built."""
        return iter(())


class _QueryNumbers(Collector):
    """What the processes that evaluate free-hand queries do, looked up at each scrape."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def collect(self) -> Iterator[Metric]:
        """Processes by state, queries that wait, queries answered, queries ended by reason."""
        state = self._service.free_hand.state()
        workers = GaugeMetricFamily(
            "gongbao_query_workers", "Processes for free-hand queries, by what they do.", labels=["state"]
        )
        workers.add_metric(["idle"], state.workers - state.busy)
        workers.add_metric(["short"], state.busy - state.long)
        workers.add_metric(["long"], state.long)
        yield workers
        yield GaugeMetricFamily(
            "gongbao_queries_waiting", "Queries that wait for a process.", value=state.waiting
        )
        yield CounterMetricFamily(
            "gongbao_queries_answered", "Free-hand queries answered.", value=state.answered
        )
        ended = CounterMetricFamily(
            "gongbao_queries_ended",
            "Free-hand queries ended or not begun, by the limit they met.",
            labels=["reason"],
        )
        for reason, number in sorted(state.ended.items()):
            ended.add_metric([reason], number)
        yield ended

    def describe(self) -> Iterator[Metric]:
        """Nothing ahead of a scrape: no process is started when an application is built."""
        return iter(())


def attach(app: Flask, service: Service) -> Metrics:
    """Give ``app`` its numbers; they are returned."""
    app.extensions[_EXTENSION] = numbers = Metrics(service)
    return numbers


def metrics() -> Metrics:
    """The numbers of the application that answers this request."""
    return cast("Metrics", current_app.extensions[_EXTENSION])


@blueprint.get("/metrics")
def show() -> Response:
    """The numbers, in the format that the scraper asks for; 404 where a setting turns them off."""
    if current_app.config["GONGBAO"].metrics == "off":
        abort(404)
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    response = Response(encode(metrics().registry))
    response.headers["Content-Type"] = content_type
    response.headers["Cache-Control"] = "no-store"
    return response
