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

from archive.agencies.names import OFFICE
from archive.model import Document
from archive.text.normalise import norm, simplify

# 報(bào)告, 公(gong)開: converters for learners put the reading behind the character.
_PINYIN = re.compile(r"[\u4e00-\u9fff][(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]{1,6}[)）]")
_FEWEST_PINYIN = 3
# One character in twenty: seed 000 has one in four; a quoted name in Traditional script stays below.
_TRADITIONAL = 20
_WRAPPED = re.compile(r"https?:/{1,2}[^/]+\.gov\.cn", re.IGNORECASE)
_AGENCY = re.compile(rf".{{2,}}{OFFICE}")
_VPN = re.compile(r"-gov-cn\.", re.IGNORECASE)


def signs(titles: Iterable[str], text: str, document: Document) -> Iterator[str]:
    """Every sign, in `titles` (of the page, of the report), in its whole `text`, and in its address."""
    yield from _of_address(document)
    plain = simplify(text)
    changed = 0 if plain == text else sum(map(ne, text, plain))
    if changed * _TRADITIONAL > len(text):
        yield f"正文为繁体字（{changed}字）"
    annotated = len(_PINYIN.findall(text))
    if annotated >= _FEWEST_PINYIN:
        yield f"字后夹注拼音（{annotated}处）"
    said = norm("".join(titles)).lower()
    if found := [word for word in _spam() if word in said]:
        yield f"标题夹有广告字样：{'、'.join(found)}"


def without_spam(name: str) -> str:
    """The agency in `name`, advertising around it left out; `name` itself where there is none."""
    names = (match[0] for piece in _pieces(name) if (match := _AGENCY.match(piece)))
    return max(names, key=len, default=name)


def behind_spam(title: str) -> Iterator[str]:
    """The last part of a title that has advertising in it; nothing where there is none."""
    yield from _pieces(title)[-1:]


def _pieces(text: str) -> list[str]:
    """`text` cut at the words and signs of advertising; nothing where no such word is in it."""
    if not any(word in text.lower() for word in _spam()):
        return []
    words = "|".join(map(re.escape, _spam()))
    return [piece for piece in re.split(rf"(?i:{words})|[_@|:：\s]+", text) if piece]


def _of_address(document: Document) -> Iterator[str]:
    address = urlsplit(document.url)
    if _VPN.search(address.netloc):
        yield f"经 WebVPN 转出：{address.netloc}"
    elif _WRAPPED.search(f"{address.path}?{address.query}"):
        yield f"经代理网站转出：{address.netloc}"
    elif document.official is False:
        yield f"不在官方网站上：{address.netloc}" if address.netloc else "不在官方网站上"


@cache
def _spam() -> tuple[str, ...]:
    data = tomllib.loads(files(__package__).joinpath("mirrors.toml").read_text(encoding="utf-8"))
    return tuple(data["spam"])
