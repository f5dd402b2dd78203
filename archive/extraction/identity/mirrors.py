"""Signs that a page is not the agency's own: a copy on another host, a proxy's, or a hijacked one.

Each sign is a short sentence for the reader. One is enough: nothing official shows any of them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from operator import ne
from urllib.parse import urlsplit

from archive.agencies import OFFICE_SUFFIX
from archive.model import Document
from archive.text import normalise_text, to_simplified

# 報(bào)告, 公(gong)開: converters for learners put the reading behind the character.
_PINYIN_GLOSS = re.compile(r"[\u4e00-\u9fff][(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]{1,6}[)）]")
_MIN_PINYIN_GLOSSES = 3
# One character in twenty: seed 000 has one in four; a quoted name in Traditional script stays below.
_CHARS_PER_TRADITIONAL_CHAR = 20
_PROXIED_URL = re.compile(r"https?:/{1,2}[^/]+\.gov\.cn", re.IGNORECASE)
_OFFICE_NAME = re.compile(rf".{{2,}}{OFFICE_SUFFIX}")
_VPN_HOST = re.compile(r"-gov-cn\.", re.IGNORECASE)


def mirror_signs(titles: Iterable[str], text: str, document: Document) -> Iterator[str]:
    """Every sign, in `titles` (of the page, of the report), in its whole `text`, and in its address."""
    yield from _url_signs(document)
    plain = to_simplified(text)
    changed = 0 if plain == text else sum(map(ne, text, plain))
    if changed * _CHARS_PER_TRADITIONAL_CHAR > len(text):
        yield f"正文为繁体字（{changed}字）"
    annotated = len(_PINYIN_GLOSS.findall(text))
    if annotated >= _MIN_PINYIN_GLOSSES:
        yield f"字后夹注拼音（{annotated}处）"
    title_text = normalise_text("".join(titles)).lower()
    if found := [word for word in _ad_words() if word in title_text]:
        yield f"标题夹有广告字样：{'、'.join(found)}"


def agency_without_ads(name: str) -> str:
    """The agency in `name`, advertising around it left out; `name` itself where there is none."""
    names = (match[0] for piece in _split_at_ads(name) if (match := _OFFICE_NAME.match(piece)))
    return max(names, key=len, default=name)


def title_after_ads(title: str) -> Iterator[str]:
    """The last part of a title that has advertising in it; nothing where there is none."""
    yield from _split_at_ads(title)[-1:]


def _split_at_ads(text: str) -> list[str]:
    """`text` cut at the words and signs of advertising; nothing where no such word is in it."""
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


@cache
def _ad_words() -> tuple[str, ...]:
    data = tomllib.loads(files(__package__).joinpath("mirrors.toml").read_text(encoding="utf-8"))
    return tuple(data["spam"])
