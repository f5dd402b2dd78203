from __future__ import annotations

import tomllib
from collections import Counter
from ipaddress import ip_network
from typing import Any

import pytest
from scrapy.exceptions import IgnoreRequest

from crawler.guard import Endpoint, Guard, forbidden_reason, normalise_host
from crawler.request_exceptions import RefusedAddress
from tests.support.project import ROOT

FORBIDDEN = {
    "127.0.0.1": "环回",
    "127.8.8.8": "环回",
    "0.0.0.0": "本机",
    "10.1.2.3": "内网",
    "172.16.0.1": "内网",
    "172.31.255.255": "内网",
    "192.168.1.1": "内网",
    "169.254.1.1": "链路本地",
    "169.254.169.254": "链路本地",
    "100.64.0.1": "运营商级地址转换",
    "100.100.100.200": "运营商级地址转换",
    "168.63.129.16": "云元数据",
    "192.0.0.192": "保留",
    "198.18.0.1": "测试",
    "203.0.113.9": "文档示例",
    "192.88.99.1": "6to4 中继",
    "224.0.0.1": "组播",
    "239.255.255.250": "组播",
    "240.0.0.1": "保留",
    "255.255.255.255": "广播",
    "::1": "环回",
    "::": "本机",
    "::127.0.0.1": "IPv4 兼容",
    "::ffff:127.0.0.1": "IPv4 映射",
    "::ffff:8.8.8.8": "IPv4 映射",
    "::ffff:7f00:1": "IPv4 映射",
    "::ffff:0:7f00:1": "IPv4 转换",
    "64:ff9b::7f00:1": "NAT64",
    "64:ff9b:1::a00:1": "NAT64",
    "2001:0:53aa:64c:0:7bc8:80ff:fffe": "Teredo",
    "2002:7f00:1::1": "6to4",
    "fc00::1": "内网",
    "fd00:ec2::254": "内网",
    "fe80::1": "链路本地",
    "fe80::1%eth0": "链路本地",
    "fec0::1": "站点本地",
    "ff02::1": "组播",
    "2001:db8::1": "文档示例",
    "100::1": "黑洞",
    "3fff::1": "文档示例",
    "3fff:fff:ffff::1": "文档示例",
    "5f00::1": "分段路由",
    "100:0:0:1::1": "黑洞",
    "2001:2::1": "测试",
    "2001:1ff::1": "保留",
    "192.0.0.9": "保留",
    "192.0.0.170": "NAT64",
    "not an address": "不是 IP 地址",
    "2130706433": "不是 IP 地址",
    "0x7f.1": "不是 IP 地址",
    "127.1": "不是 IP 地址",
    "": "不是 IP 地址",
}
PUBLIC = ["8.8.8.8", "114.114.114.114", "122.137.242.24", "101.6.6.6", "2400:3200::1", "2408:8756:c52::1"]


@pytest.mark.parametrize(("address", "reason"), [item for item in FORBIDDEN.items() if item[1]])
def test_forbidden_addresses_have_a_reason(address: str, reason: str) -> None:
    assert forbidden_reason(address) == reason


def _registry() -> list[dict[str, Any]]:
    text = (ROOT / "crawler" / "special_addresses.toml").read_text("utf-8")
    return [*tomllib.loads(text)["registry"]]


def test_the_registries_are_complete_and_each_prefix_is_written_once() -> None:
    """The numbers of entries at IANA on the date of the file."""
    networks = [ip_network(entry["prefix"]) for entry in _registry()]
    assert len(networks) == len(set(networks))
    assert Counter(network.version for network in networks) == {4: 26, 6: 25}


@pytest.mark.parametrize("entry", _registry(), ids=lambda entry: str(entry["prefix"]))
def test_no_address_that_is_not_globally_reachable_is_visited(entry: dict[str, Any]) -> None:
    network = ip_network(entry["prefix"])
    reasons = [forbidden_reason(str(address)) for address in (network[0], network[-1])]
    assert all(reasons) or entry["globally_reachable"]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_allowed(address: str) -> None:
    assert forbidden_reason(address) == ""


def test_one_forbidden_address_refuses_the_host_name() -> None:
    with pytest.raises(RefusedAddress, match=r"rsj\.a\.gov\.cn 指向不允许的地址 10\.0\.0\.1（内网）"):
        Guard().check_addresses("rsj.a.gov.cn", ["8.8.8.8", "10.0.0.1"])
    Guard().check_addresses("rsj.a.gov.cn", ["8.8.8.8", "2400:3200::1"])


@pytest.mark.parametrize(
    "url",
    [
        "ftp://rsj.a.gov.cn/",
        "file:///etc/passwd",
        "data:text/html,x",
        "gopher://rsj.a.gov.cn/",
        "http:///nb/",
        "http://rsj.a.gov.cn:8080/",
        "http://rsj.a.gov.cn:22/",
        "http://rsj.a.gov.cn:99999/",
        "http://user@rsj.a.gov.cn/",
        "http://user:secret@rsj.a.gov.cn/",
        "http://[::1/",
    ],
)
def test_forbidden_urls_are_refused_before_a_dns_lookup(url: str) -> None:
    with pytest.raises(RefusedAddress):
        Guard().check_url(url)


@pytest.mark.parametrize("url", ["http://rsj.a.gov.cn/", "https://rsj.a.gov.cn/", "http://rsj.a.gov.cn:443/"])
def test_ordinary_urls_are_allowed(url: str) -> None:
    Guard().check_url(url)


def test_only_declared_ports_are_allowed_for_every_host() -> None:
    guard = Guard.from_pairs({}, [8080])
    guard.check_url("http://122.137.242.24:8080/pub/")
    with pytest.raises(RefusedAddress, match="端口 8081"):
        guard.check_url("http://122.137.242.24:8081/pub/")


def test_pinned_hosts_match_exactly() -> None:
    guard = Guard.from_pairs({"RSJ.a.gov.cn.test.": "127.0.0.1:8000"})
    assert guard.pinned_endpoint("rsj.A.gov.cn.test") == Endpoint("127.0.0.1", 8000)
    for other in (
        "a.gov.cn.test",
        "x.rsj.a.gov.cn.test",
        "rsj.a.gov.cn.test.evil.cn",
        "127.0.0.1",
        "localhost",
    ):
        assert guard.pinned_endpoint(other) is None


@pytest.mark.parametrize("text", ["localhost:80", "127.0.0.1", "127.0.0.1:http", "", "127.0.0.1:"])
def test_a_pinned_host_needs_an_address_and_a_port(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Guard.from_pairs({"rsj.a.gov.cn.test": text})


def test_hosts_are_normalised() -> None:
    assert normalise_host("[::1]") == "::1"
    assert normalise_host("RSJ.A.GOV.CN.") == "rsj.a.gov.cn"
    assert Endpoint.parse("[::1]:80") == Endpoint("::1", 80)


def test_a_refused_address_is_never_retried() -> None:
    assert issubclass(RefusedAddress, IgnoreRequest)
