"""Decides which network addresses the crawler may reach; makes no connections itself.

The resolver (for Scrapy) and the proxy (for the browser) check resolved addresses at connect time. There is
no exception for loopback in tests, only for exact pairs of host name and endpoint.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urlsplit

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


_FORBIDDEN_RANGES: tuple[tuple[str, str], ...] = (
    ("0.0.0.0/8", "本机"),
    ("10.0.0.0/8", "内网"),
    ("100.64.0.0/10", "运营商级地址转换"),
    ("127.0.0.0/8", "环回"),
    # The clouds' metadata services: 169.254.169.254 nearly everywhere, 100.100.100.200 at Aliyun (above),
    # and this one at Azure, which is a public address.
    ("168.63.129.16/32", "云元数据"),
    ("169.254.0.0/16", "链路本地"),
    ("172.16.0.0/12", "内网"),
    ("192.0.0.0/24", "保留"),
    ("192.0.2.0/24", "文档示例"),
    ("192.88.99.0/24", "6to4 中继"),
    ("192.168.0.0/16", "内网"),
    ("198.18.0.0/15", "测试"),
    ("198.51.100.0/24", "文档示例"),
    ("203.0.113.0/24", "文档示例"),
    ("224.0.0.0/4", "组播"),
    ("240.0.0.0/4", "保留"),
    ("::/96", "IPv4 兼容"),
    ("::ffff:0:0/96", "IPv4 映射"),
    ("::ffff:0:0:0/96", "IPv4 转换"),
    ("64:ff9b::/96", "NAT64"),
    ("64:ff9b:1::/48", "NAT64"),
    ("100::/64", "黑洞"),
    ("2001::/32", "Teredo"),
    ("2001:db8::/32", "文档示例"),
    ("2002::/16", "6to4"),
    ("fc00::/7", "内网"),
    ("fe80::/10", "链路本地"),
    ("fec0::/10", "站点本地"),
    ("ff00::/8", "组播"),
)
_FORBIDDEN_NETWORKS: tuple[tuple[IPv4Network | IPv6Network, str], ...] = tuple(
    (ip_network(network), reason) for network, reason in _FORBIDDEN_RANGES
)


def forbidden_reason(address: str) -> str:
    """Return why `address` is forbidden, "" if it is allowed. Text that is no IP address is forbidden."""
    parsed = _parse_address(address)
    if parsed is None:
        return "不是 IP 地址"
    for network, reason in _FORBIDDEN_NETWORKS:
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
