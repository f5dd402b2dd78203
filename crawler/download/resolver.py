"""Twisted name resolver that returns only addresses the guard allows.

Twisted asks the reactor's resolver for every new connection, also for IP addresses and after redirects, and
connects to exactly the addresses it gets: no name is resolved a second time. The camel-case names are those
of Twisted's `IHostnameResolver`, whose interfaces have no types.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from twisted.internet.address import IPv4Address, IPv6Address

from crawler.config import Config
from crawler.guard import Endpoint, Guard, normalise_host
from crawler.request_exceptions import RefusedAddress

if TYPE_CHECKING:
    from scrapy.crawler import CrawlerProcess
    from twisted.internet.base import ReactorBase

logger = logging.getLogger(__name__)


class _PinnedResolution:
    """A resolution that is complete at once and cannot be cancelled."""

    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        raise NotImplementedError


class _GuardedReceiver:
    """Collects the addresses of the system's resolver and passes them on if the guard allows all of them."""

    def __init__(self, resolver: GuardedResolver, host: str, receiver: Any) -> None:
        self._resolver = resolver
        self._host = host
        self._receiver = receiver
        self._addresses: list[Any] = []

    def resolutionBegan(self, resolution: Any) -> None:
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:
        self._addresses.append(address)

    def resolutionComplete(self) -> None:
        try:
            addresses = [getattr(address, "host", "") for address in self._addresses]
            self._resolver.guard.check_addresses(self._host, addresses)
        except RefusedAddress as refusal:
            self._resolver.record_refusal(self._host, refusal)
        else:
            for address in self._addresses:
                self._receiver.addressResolved(address)
        self._receiver.resolutionComplete()


class GuardedResolver:
    """The reactor's name resolver. A refused name has no addresses; `refusal_of` says why."""

    def __init__(self, reactor: Any, guard: Guard) -> None:
        self.guard = guard
        self._reactor = reactor
        self._system_resolver = reactor.nameResolver
        self._refusals: dict[str, RefusedAddress] = {}

    @classmethod
    def from_crawler(cls, process: CrawlerProcess, reactor: ReactorBase) -> GuardedResolver:
        """Build the resolver from the settings of a Scrapy process."""
        return cls(reactor, Config.from_settings(process.settings).guard)

    def install_on_reactor(self) -> None:
        """Replace the system's resolver."""
        self._reactor.installNameResolver(self)

    def record_refusal(self, host: str, refusal: RefusedAddress) -> None:
        """Store and log why `host` was refused."""
        logger.warning("拒绝连接：%s", refusal)
        self._refusals[normalise_host(host)] = refusal

    def refusal_of(self, host: str) -> RefusedAddress | None:
        """Return why the last resolution of `host` was refused, None if it was not."""
        return self._refusals.get(normalise_host(host))

    def resolveHostName(
        self,
        resolutionReceiver: Any,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Any = None,
        transportSemantics: str = "TCP",
    ) -> Any:
        """Resolve `hostName` and pass its addresses to `resolutionReceiver`."""
        self._refusals.pop(normalise_host(hostName), None)
        endpoint = self.guard.pinned_endpoint(hostName)
        if endpoint is None:
            receiver = _GuardedReceiver(self, hostName, resolutionReceiver)
            return self._system_resolver.resolveHostName(
                receiver, hostName, portNumber, addressTypes, transportSemantics
            )
        resolution = _PinnedResolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)
        resolutionReceiver.addressResolved(_to_twisted_address(endpoint))
        resolutionReceiver.resolutionComplete()
        return resolution


def _to_twisted_address(endpoint: Endpoint) -> IPv4Address | IPv6Address:
    address_class = IPv6Address if ":" in endpoint.address else IPv4Address
    return address_class("TCP", endpoint.address, endpoint.port)
