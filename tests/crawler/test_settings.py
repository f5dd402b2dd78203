"""Tests that class paths in the crawler's settings exist and that every setting is read or documented."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from scrapy.utils.misc import load_object

from crawler import config, settings

_CLASS_PATH = re.compile(r"[a-z_]\w*(\.[a-z_]\w*)*\.[A-Z]\w*")
_CRAWLING_GUIDE = Path(__file__).parents[2] / "docs" / "crawling.md"


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _strings(key)
            yield from _strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)


def _class_paths() -> list[str]:
    values = (value for name, value in vars(settings).items() if name.isupper())
    return sorted({text for value in values for text in _strings(value) if _CLASS_PATH.fullmatch(text)})


def _setting_names() -> list[str]:
    return sorted(name for name in vars(settings) if name.startswith("GONGKAI_"))


def test_class_paths_are_recognised() -> None:
    assert {
        "crawler.download.addon.BrowserAddon",
        "crawler.download.resolver.GuardedResolver",
        "crawler.politeness.rate_limiter.RateLimiter",
        "crawler.politeness.robots.RobotsMiddleware",
        "scrapy.spidermiddlewares.depth.DepthMiddleware",
    } <= set(_class_paths())


@pytest.mark.parametrize("path", _class_paths())
def test_class_path_loads(path: str) -> None:
    assert inspect.isclass(load_object(path))


@pytest.mark.parametrize("name", _setting_names())
def test_setting_is_read_or_documented(name: str) -> None:
    text = inspect.getsource(config) + _CRAWLING_GUIDE.read_text("utf-8")
    assert re.search(rf"\b{name}\b", text)
