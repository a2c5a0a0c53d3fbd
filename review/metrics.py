"""What is counted while the station runs, as Prometheus reads it (text format 0.0.4). Labels are routes, methods and
states; never a person, a dossier or an office."""

from collections import Counter
from collections.abc import Mapping
from threading import Lock

KIND = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS = (0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.5, 10.0)  # s; the next question is to be there within 0.3


class Metrics:
    """One for each process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._buckets: Counter[tuple[str, float]] = Counter()
        self._seconds: dict[str, float] = {}
        self._log_ins: Counter[str] = Counter()

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """One request; `route` as it is written in the code."""
        with self._lock:
            self._requests[method, route, status] += 1
            self._seconds[route] = self._seconds.get(route, 0.0) + seconds
            for bound in _BUCKETS:
                if seconds <= bound:
                    self._buckets[route, bound] += 1

    def logged_in(self, outcome: str) -> None:
        """`outcome`: a code of ours."""
        with self._lock:
            self._log_ins[outcome] += 1

    def told(self, gauges: Mapping[str, float] | None = None) -> str:
        """`gauges`: what stands at this moment, by name."""
        with self._lock:
            requests, log_ins = dict(self._requests), dict(self._log_ins)
            buckets, seconds = dict(self._buckets), dict(self._seconds)
        lines = ["# TYPE hoso_review_requests_total counter"]
        for (method, route, status), count in sorted(requests.items()):
            labels = f'method="{method}",route="{_safe(route)}",status="{status}"'
            lines.append(f"hoso_review_requests_total{{{labels}}} {count}")
        lines.append("# TYPE hoso_review_request_seconds histogram")
        for route, total in sorted(seconds.items()):
            lines += _histogram(route, total, buckets, requests)
        lines.append("# TYPE hoso_review_logins_total counter")
        for outcome, count in sorted(log_ins.items()):
            lines.append(f'hoso_review_logins_total{{outcome="{_safe(outcome)}"}} {count}')
        for name, value in sorted((gauges or {}).items()):
            lines += [f"# TYPE {name} gauge", f"{name} {value:g}"]
        return "\n".join(lines) + "\n"


def _histogram(
    route: str,
    total: float,
    buckets: Mapping[tuple[str, float], int],
    requests: Mapping[tuple[str, str, int], int],
) -> list[str]:
    name, label = "hoso_review_request_seconds", f'route="{_safe(route)}"'
    count = sum(number for (_, other, _), number in requests.items() if other == route)
    lines = [f'{name}_bucket{{{label},le="{bound:g}"}} {buckets.get((route, bound), 0)}' for bound in _BUCKETS]
    return [
        *lines,
        f'{name}_bucket{{{label},le="+Inf"}} {count}',
        f"{name}_sum{{{label}}} {total:.6f}",
        f"{name}_count{{{label}}} {count}",
    ]


def _safe(label: str) -> str:
    return label.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
