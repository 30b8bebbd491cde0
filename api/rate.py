"""How often one client may ask: a token bucket for each, in memory."""

from __future__ import annotations

from collections import OrderedDict
from ipaddress import IPv6Address, ip_address
from threading import Lock

_CLIENTS = 50_000
"""Clients that are remembered; the one unseen longest goes first. Each takes some 200 bytes."""

_SITE_BITS = 64
"""A household or office is given at least so long an IPv6 prefix: its addresses are one client."""


class Buckets:
    """A bucket of ``burst`` tokens for every client, filled by ``per_minute``; a request takes one."""

    def __init__(self, per_minute: int, burst: int, clients: int = _CLIENTS) -> None:
        """``clients``: how many are remembered at most."""
        self._per_second = per_minute / 60
        self._burst = float(burst)
        self._clients = clients
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def take(self, client: str, now: float) -> float:
        """Take a token of ``client`` at ``now`` (seconds of a clock that never goes back).

        Returns 0 where there was one, else the seconds until there is; then none is taken.
        """
        with self._lock:
            level, since = self._levels.pop(client, (self._burst, now))
            level = min(self._burst, level + (now - since) * self._per_second)
            wait = 0.0 if level >= 1 else (1 - level) / self._per_second
            self._levels[client] = (level if wait else level - 1, now)
            if len(self._levels) > self._clients:
                self._levels.popitem(last=False)
        return wait


def client_key(address: str | None) -> str:
    """Which client an address belongs to: an IPv4 address is one, an IPv6 network of /64 is one."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return address or ""
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return f"{int(found) >> (128 - _SITE_BITS):x}::/{_SITE_BITS}"
    return str(found)
