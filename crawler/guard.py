"""Decides which network addresses the crawler may reach; makes no connections itself.

The resolver (for Scrapy) and the proxy (for the browser) check resolved addresses at connect time. There is
no exception for loopback in tests, only for exact pairs of host name and endpoint.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urlsplit

from archive.model import DataRecord, load_data
from crawler.request_exceptions import RefusedAddress

WEB_PORTS = {"http": 80, "https": 443}
# Host names in ASCII, as sent. `http://%31%32%37.0.0.1/` looks like a name until something decodes it.
_LABEL_PATTERN = r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_HOST_NAME_PATTERN = re.compile(rf"{_LABEL_PATTERN}(\.{_LABEL_PATTERN})*\.?")


class Endpoint(NamedTuple):
    """The IP address and port of a connection."""

    address: str
    port: int

    @classmethod
    def parse(cls, text: str) -> Endpoint:
        """Parse `127.0.0.1:8080` or `[::1]:8080`; raises ValueError for anything else."""
        address, _, port = text.rpartition(":")
        return cls(str(ip_address(address.strip("[]"))), int(port))


class _AddressRange(DataRecord, frozen=True):
    """A range of addresses; a refusal gives the `reason`."""

    prefix: str
    name: str
    reason: str


class _RegisteredRange(_AddressRange, frozen=True, kw_only=True):
    """An entry of IANA's special-purpose registries."""

    rfc: int
    globally_reachable: bool


class _SpecialAddresses(DataRecord, frozen=True):
    """The content of `special_addresses.toml`."""

    registries_as_of: date
    registry: tuple[_RegisteredRange, ...]
    refused: tuple[_AddressRange, ...]


@cache
def _forbidden_networks() -> tuple[tuple[IPv4Network | IPv6Network, str], ...]:
    """The networks that are never visited, each with the reason, the smallest first."""
    addresses = load_data(__package__, "special_addresses.toml", _SpecialAddresses)
    registered = (entry for entry in addresses.registry if not entry.globally_reachable)
    networks = [(ip_network(entry.prefix), entry.reason) for entry in (*registered, *addresses.refused)]
    return tuple(sorted(networks, key=lambda item: item[0].prefixlen, reverse=True))


def forbidden_reason(address: str) -> str:
    """Return why `address` is forbidden, "" if it is allowed. Text that is no IP address is forbidden."""
    parsed = _parse_address(address)
    if parsed is None:
        return "不是 IP 地址"
    for network, reason in _forbidden_networks():
        if parsed in network:
            return reason
    return "" if _is_public(parsed) else "非公网"


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    return address.is_global and not address.is_multicast and not address.is_reserved


def is_host_name(host: str) -> bool:
    """Whether `host` is a valid host name (Chinese names included) or IP address."""
    if ":" in host:
        return bool(_parse_address(host))
    try:
        return len(host) < 254 and bool(_HOST_NAME_PATTERN.fullmatch(host.encode("idna").decode("ascii")))
    except UnicodeError:
        return False


def _parse_address(address: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(address)
    except ValueError:
        return None


def normalise_host(name: str) -> str:
    """Return a host name in the form of the pairs: lower case, without brackets and trailing dot."""
    return name.strip("[]").rstrip(".").lower()


@dataclass(frozen=True, slots=True)
class Guard:
    """The address rule with its exceptions: `hosts` are exact pairs, `ports` allowed besides 80 and 443."""

    hosts: Mapping[str, Endpoint] = field(default_factory=lambda: MappingProxyType({}))
    ports: frozenset[int] = frozenset()

    @classmethod
    def from_pairs(cls, pairs: Mapping[str, str], ports: Iterable[int] = ()) -> Guard:
        """Create a guard from pairs of name and `address:port`; raises ValueError if a pair is malformed."""
        hosts = {normalise_host(name): Endpoint.parse(endpoint) for name, endpoint in pairs.items()}
        return cls(MappingProxyType(hosts), frozenset(ports))

    def check_url(self, url: str) -> None:
        """Raise RefusedAddress if scheme, host name, credentials or port forbid `url`."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise RefusedAddress(f"网址无法解析：{url}") from error
        if parts.scheme not in WEB_PORTS or not parts.hostname:
            raise RefusedAddress(f"只访问 http 与 https：{url}")
        if not is_host_name(parts.hostname):
            raise RefusedAddress(f"主机名不对：{parts.hostname}")
        if parts.username is not None:
            raise RefusedAddress(f"网址带有用户名：{parts.hostname}")
        self.check_port(parts.hostname, port or WEB_PORTS[parts.scheme])

    def check_port(self, host: str, port: int) -> None:
        """Raise RefusedAddress if `port` is neither 80, 443 nor one of `ports`."""
        if port not in self.ports and port not in WEB_PORTS.values():
            raise RefusedAddress(f"端口 {port} 不在允许之列：{host}")

    def pinned_endpoint(self, host: str) -> Endpoint | None:
        """Return the endpoint of `host` if it is in a pair; it is then neither resolved nor checked."""
        return self.hosts.get(normalise_host(host))

    def check_addresses(self, host: str, addresses: Iterable[str]) -> None:
        """Raise RefusedAddress if any of the addresses that `host` resolved to is forbidden.

        One forbidden address is enough: a name with public and internal addresses is either a rebinding
        attack or a mistake.
        """
        for address in addresses:
            reason = forbidden_reason(address)
            if reason:
                raise RefusedAddress(f"{host} 指向不允许的地址 {address}（{reason}）")
