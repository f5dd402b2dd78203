"""Answers that no server should give, by name, for `serve_pages`; each writes its bytes itself."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import brotli
from backports import zstd

from tests.support.subprocess_crawl import html_page

Answer = Callable[[BaseHTTPRequestHandler], None]

PAGE_BYTES = html_page("年报").encode()
GBK_BYTES = html_page("年报").encode("gb18030")
_NOISE = bytes(range(256)) * 2


def raw_answer(data: bytes) -> Answer:
    """Return an answer of exactly these bytes."""
    return lambda handler: _write(handler, data)


def answer(status: int, body: bytes = b"", **headers: bytes) -> Answer:
    """Return an answer with these headers (`Content_Type`), byte for byte."""
    lines = {"Content_Type": b"text/html; charset=utf-8", "Content_Length": b"%d" % len(body), **headers}
    head = b"".join(
        name.replace("_", "-").encode() + b": " + value + b"\r\n" for name, value in lines.items()
    )
    return raw_answer(b"HTTP/1.1 %d X\r\nConnection: close\r\n" % status + head + b"\r\n" + body)


def refresh(target: str) -> Answer:
    """Return an empty page that asks for another address at once."""
    title = "青禾县水利局2022年政府信息公开工作年度报告"
    meta = f'<meta charset="utf-8"><meta http-equiv="refresh" content="0;url={target}">'
    text = f"<html><head>{meta}<title>{title}</title></head><body></body></html>"
    return answer(200, text.encode())


def _write(handler: BaseHTTPRequestHandler, data: bytes) -> None:
    handler.wfile.write(data)


# Not one of these can be the address of a page.
MALFORMED_URLS = {
    "space": "http://slj.qinghe.gov.cn /c/31.html",
    "no_host": "http://:80/",
    "dots": "http://..gov.cn/",
    "long_label": f"http://{'a' * 70}.gov.cn/",
    "large_port": "http://slj.qinghe.gov.cn:99999/",
    "port_in_words": "http://slj.qinghe.gov.cn:abc/",
    "bracket": "http://[::1",
    "escaped_space": "http://slj%20qinghe.gov.cn/",
    "chinese_with_space": "http://青禾 县.gov.cn/",
    "ligature": "http://slj.qinghe℀.gov.cn/",
    "too_long": f"http://slj.qinghe.gov.cn/{'x' * 9000}",
}
# The page is lost, and the outcome says why.
LOST = {
    **{f"location_{name}": answer(302, Location=url.encode()) for name, url in MALFORMED_URLS.items()},
    **{f"refresh_{name}": refresh(url) for name, url in MALFORMED_URLS.items()},
    "gzip_noise": answer(200, b"\x1f\x8b\x08" + _NOISE, Content_Encoding=b"gzip"),
    "gzip_half": answer(200, gzip.compress(PAGE_BYTES)[:60], Content_Encoding=b"gzip"),
    "gzip_checksum": answer(200, gzip.compress(PAGE_BYTES)[:-8] + b"\0" * 8, Content_Encoding=b"gzip"),
    "br_half": answer(200, brotli.compress(PAGE_BYTES)[:40], Content_Encoding=b"br"),
    "br_noise": answer(200, b"\xff" * 300, Content_Encoding=b"br"),
    "zstd_half": answer(200, zstd.compress(PAGE_BYTES)[:40], Content_Encoding=b"zstd"),
    "zstd_noise": answer(200, b"\x28\xb5\x2f\xfd" + _NOISE, Content_Encoding=b"zstd"),
    "deflate_half": answer(200, zlib.compress(PAGE_BYTES)[:50], Content_Encoding=b"deflate"),
    "deflate_noise": answer(200, b"\xff" * 300, Content_Encoding=b"deflate"),
    "unknown_encoding": answer(200, b"\xff\x81" + _NOISE, Content_Encoding=b"aes128gcm"),
    "status_0": raw_answer(b"HTTP/1.1 000 X\r\nContent-Length: 0\r\n\r\n"),
    "status_99": raw_answer(b"HTTP/1.1 99 X\r\nContent-Length: 0\r\n\r\n"),
    "status_1000": raw_answer(b"HTTP/1.1 1000 X\r\nContent-Length: 0\r\n\r\n"),
    "status_in_words": raw_answer(b"HTTP/1.1 abc X\r\nContent-Length: 0\r\n\r\n"),
    "unasked_304": raw_answer(b"HTTP/1.1 304 X\r\n\r\n"),
    "length_in_words": raw_answer(b"HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\nok"),
    "two_lengths": raw_answer(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nokk"),
    "chunk_noise": raw_answer(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nok\r\n0\r\n\r\n"),
    "folded_first_header": raw_answer(b"HTTP/1.1 200 OK\r\n folded\r\nContent-Length: 2\r\n\r\nok"),
    "circle": lambda handler: answer(302, Location=handler.path.encode())(handler),
    "cookie_circle": lambda handler: answer(
        302, Location=handler.path.encode(), Set_Cookie=b"seen=1; path=/"
    )(handler),
}
# The page is read: what is wrong is only a label.
READ = {
    "gzip_plain": answer(200, PAGE_BYTES, Content_Encoding=b"gzip"),
    "br_plain": answer(200, PAGE_BYTES, Content_Encoding=b"br"),
    "zstd_plain": answer(200, PAGE_BYTES, Content_Encoding=b"zstd"),
    "deflate_plain": answer(200, PAGE_BYTES, Content_Encoding=b"deflate"),
    "charset_as_encoding": answer(200, PAGE_BYTES, Content_Encoding=b"utf-8"),
    "chinese_encoding": answer(200, PAGE_BYTES, Content_Encoding="中文".encode("gb18030")),
    "charset_hex": answer(200, PAGE_BYTES, Content_Type=b"text/html; charset=hex"),
    "charset_undefined": answer(200, GBK_BYTES, Content_Type=b"text/html; charset=undefined"),
    "charset_idna": answer(200, GBK_BYTES, Content_Type=b"text/html; charset=idna"),
    "charset_glued": answer(200, PAGE_BYTES, Content_Type=b"text/html; charset=gb2312gbkutf8"),
    "charset_bytes": answer(200, PAGE_BYTES, Content_Type=b"text/html; charset=\xff\xfe\xd6"),
    "charset_zero": answer(200, PAGE_BYTES, Content_Type=b"text/html; charset=utf-8\0x"),
    "charset_hex_in_a_page_with_refresh": answer(
        200,
        PAGE_BYTES.replace(b"<head>", b'<head><meta http-equiv="refresh" content="0;url=http://[::1">'),
        Content_Type=b"text/html; charset=hex",
    ),
    "cookie_check": lambda handler: (
        answer(200, PAGE_BYTES)
        if "seen=1" in handler.headers.get("Cookie", "")
        else answer(302, Location=handler.path.encode(), Set_Cookie=b"seen=1; path=/")
    )(handler),
    "cookie_check_by_refresh": lambda handler: (
        answer(200, PAGE_BYTES)
        if "seen=1" in handler.headers.get("Cookie", "")
        else answer(200, _self_refresh(handler.path), Set_Cookie=b"seen=1; path=/")
    )(handler),
    "reloads_itself": lambda handler: answer(
        200, PAGE_BYTES.replace(b"<head>", b"<head>" + _self_refresh(handler.path))
    )(handler),
}


def _self_refresh(path: str) -> bytes:
    return f'<meta http-equiv="refresh" content="0;url={path}">'.encode()
