"""Detects signs that a page is a copy, a proxied page or a hijacked page instead of the agency's own.

Each sign is a short sentence for the reader. One is enough: official pages show none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from operator import ne
from urllib.parse import urlsplit

from archive.agencies import OFFICE_SUFFIX
from archive.model import DataRecord, Document, load_data
from archive.text import normalise_text, to_simplified

# 報(bào)告, 公(gong)開: converters for learners print the reading after the character.
_PINYIN_GLOSS = re.compile(r"[\u4e00-\u9fff][(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]{1,6}[)）]")
_MIN_PINYIN_GLOSSES = 3
# One character in twenty: report 000 has one in four; a quoted name in Traditional script has fewer.
_CHARS_PER_TRADITIONAL_CHAR = 20
_PROXIED_URL = re.compile(r"https?:/{1,2}[^/]+\.gov\.cn", re.IGNORECASE)
_OFFICE_NAME = re.compile(rf".{{2,}}{OFFICE_SUFFIX}")
_VPN_HOST = re.compile(r"-gov-cn\.", re.IGNORECASE)


def mirror_signs(titles: Iterable[str], text: str, document: Document) -> Iterator[str]:
    """Yield all signs in the titles of page and report, in the complete text, and in the address."""
    yield from _url_signs(document)
    plain = to_simplified(text)
    traditional_count = 0 if plain == text else sum(map(ne, text, plain))
    if traditional_count * _CHARS_PER_TRADITIONAL_CHAR > len(text):
        yield f"正文为繁体字（{traditional_count}字）"
    gloss_count = len(_PINYIN_GLOSS.findall(text))
    if gloss_count >= _MIN_PINYIN_GLOSSES:
        yield f"字后夹注拼音（{gloss_count}处）"
    title_text = normalise_text("".join(titles)).lower()
    if ad_words := [word for word in _ad_words() if word in title_text]:
        yield f"标题夹有广告字样：{'、'.join(ad_words)}"


def agency_without_ads(name: str) -> str:
    """The agency in `name` without advertising around it; `name` itself if there is no advertising."""
    names = (match[0] for piece in _split_at_ads(name) if (match := _OFFICE_NAME.match(piece)))
    return max(names, key=len, default=name)


def title_after_ads(title: str) -> Iterator[str]:
    """Yield the last part of a title that contains advertising; nothing if it contains none."""
    yield from _split_at_ads(title)[-1:]


def _split_at_ads(text: str) -> list[str]:
    """Split `text` at advertising words and separators; empty if it contains no such word."""
    if not any(word in text.lower() for word in _ad_words()):
        return []
    words = "|".join(map(re.escape, _ad_words()))
    return [piece for piece in re.split(rf"(?i:{words})|[_@|:：\s]+", text) if piece]


def _url_signs(document: Document) -> Iterator[str]:
    address = urlsplit(document.url)
    if _VPN_HOST.search(address.netloc):
        yield f"经 WebVPN 转出：{address.netloc}"
    elif _PROXIED_URL.search(f"{address.path}?{address.query}"):
        yield f"经代理网站转出：{address.netloc}"
    elif document.official is False:
        yield f"不在官方网站上：{address.netloc}" if address.netloc else "不在官方网站上"


class _MirrorsData(DataRecord, frozen=True, kw_only=True):
    spam: tuple[str, ...]


def _ad_words() -> tuple[str, ...]:
    return load_data(__package__, "mirrors.toml", _MirrorsData).spam
