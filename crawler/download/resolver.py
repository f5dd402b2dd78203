"""Scrapy's name look-up behind the guard: resolve once, check every address, hand out what was checked.

Twisted asks the reactor's name resolver for every new connection, literal addresses and redirects
included, and connects to exactly what it is given: nothing is looked up a second time. Names and camel
case of the methods are Twisted's (`IHostnameResolver`), whose interfaces carry no types.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from twisted.internet.address import IPv4Address, IPv6Address

from crawler.config import Config
from crawler.exceptions import RefusedAddress
from crawler.guard import Endpoint, Guard, normalise_host

if TYPE_CHECKING:
    from scrapy.crawler import CrawlerProcess
    from twisted.internet.base import ReactorBase

logger = logging.getLogger(__name__)


class _PinnedResolution:
    """One look-up that cannot be cancelled: it was answered at once."""

    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        raise NotImplementedError


class _GuardedReceiver:
    """Collects the system's answer and passes it on only when the guard agrees with all of it."""

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
            found = [getattr(address, "host", "") for address in self._addresses]
            self._resolver.guard.check_addresses(self._host, found)
        except RefusedAddress as refusal:
            self._resolver.record_refusal(self._host, refusal)
        else:
            for address in self._addresses:
                self._receiver.addressResolved(address)
        self._receiver.resolutionComplete()


class GuardedResolver:
    """The reactor's name resolver. A refused name resolves to nothing; `refusal` says why."""

    def __init__(self, reactor: Any, guard: Guard) -> None:
        self.guard = guard
        self._reactor = reactor
        self._system_resolver = reactor.nameResolver
        self._refusals: dict[str, RefusedAddress] = {}

    @classmethod
    def from_crawler(cls, process: CrawlerProcess, reactor: ReactorBase) -> GuardedResolver:
        """Scrapy hands over the process, of which only the settings are of use."""
        return cls(reactor, Config.from_settings(process.settings).guard)

    def install_on_reactor(self) -> None:
        """Take the place of the system's resolver."""
        self._reactor.installNameResolver(self)

    def record_refusal(self, host: str, refusal: RefusedAddress) -> None:
        """Keep and log why `host` was refused."""
        logger.warning("拒绝连接：%s", refusal)
        self._refusals[normalise_host(host)] = refusal

    def refusal_of(self, host: str) -> RefusedAddress | None:
        """Why the last look-up of `host` was refused, None when it was not."""
        return self._refusals.get(normalise_host(host))

    def resolveHostName(
        self,
        resolutionReceiver: Any,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Any = None,
        transportSemantics: str = "TCP",
    ) -> Any:
        """Twisted's contract, camel case and all: addresses are told to `resolutionReceiver`."""
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
    kind = IPv6Address if ":" in endpoint.address else IPv4Address
    return kind("TCP", endpoint.address, endpoint.port)
