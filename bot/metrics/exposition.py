"""In Prometheus's words. Its library is imported on the first look, never at the start; the registry is our own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from bot.metrics.counting import BUCKETS_S, Count, Figure, Spread
from bot.metrics.standing import Gauge

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def exposition(gauges: Sequence[Gauge], version: str) -> bytes:
    """Everything that is known now: what was counted in this process, ``gauges``, memory and open files."""
    registry = CollectorRegistry()
    registry.register(_Collected([*_counted(), *map(_gauge, gauges), _version(version)]))
    ProcessCollector(registry=registry)
    return generate_latest(registry)


class _Collected(Collector):
    def __init__(self, metrics: Sequence[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> Iterable[Metric]:
        return self._metrics


def _counted() -> Iterator[Metric]:
    for figure in Figure.all.values():
        if isinstance(figure, Count):
            yield _count(figure)
        elif isinstance(figure, Spread):
            yield _spread(figure)


def _count(figure: Count) -> Metric:
    family = CounterMetricFamily(figure.name, figure.meaning, labels=list(figure.labels))
    for key, many in sorted(figure.values.items()):
        family.add_metric(list(key), many)
    return family


def _spread(figure: Spread) -> Metric:
    family = HistogramMetricFamily(figure.name, figure.meaning, labels=list(figure.labels))
    edges = [*(str(edge) for edge in BUCKETS_S), "+Inf"]
    for key, (counts, total) in sorted(figure.values.items()):
        below = [(edge, float(sum(counts[: place + 1]))) for place, edge in enumerate(edges)]
        family.add_metric(list(key), below, total)
    return family


def _gauge(gauge: Gauge) -> Metric:
    family = GaugeMetricFamily(gauge.name, gauge.meaning, labels=list(gauge.labels))
    for key, value in sorted(gauge.values.items()):
        family.add_metric(list(key), value)
    return family


def _version(version: str) -> Metric:
    family = GaugeMetricFamily("motcua_version", "1, with what runs here.", labels=["version"])
    family.add_metric([version], 1)
    return family
