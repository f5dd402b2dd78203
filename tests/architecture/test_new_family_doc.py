"""The example of docs/new-portal-family.md, run as printed."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from jinja2 import ChoiceLoader, DictLoader, Environment, PackageLoader, StrictUndefined

from crawler.families import FAMILIES
from crawler.pages import Page, RequestSpec, list_entries, report_entries
from samples.portals import PortalFamily, templates
from samples.world import World
from tests.support.project import ROOT

DOCUMENT = (ROOT / "docs/new-portal-family.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)


def code_blocks(language: str) -> list[str]:
    return [text for name, text in BLOCKS if name == language]


def load_module(name: str, text: str) -> ModuleType:
    module = ModuleType(name)
    sys.modules[name] = module  # dataclasses look their module up
    exec(compile(text, name, "exec"), module.__dict__)
    return module


@pytest.fixture
def family() -> Iterator[Any]:
    yield load_module("example_family", code_blocks("python")[0]).QingLan()
    del sys.modules["example_family"]


@pytest.fixture
def sample_module(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The module of the sample portal, with the macro and the template of the document."""
    macro, article = code_blocks("jinja")
    shipped = PackageLoader("samples")
    pagers, _, _ = shipped.get_source(Environment(), "pagers.html")
    added = DictLoader({"pagers.html": pagers + macro, "qinglan_article.html": article})
    environment = Environment(
        loader=ChoiceLoader([added, shipped]), autoescape=True, undefined=StrictUndefined
    )
    monkeypatch.setattr(templates, "template_environment", lambda: environment)
    yield load_module("example_portal", code_blocks("python")[1])
    del sys.modules["example_portal"]


def test_the_case_of_the_document_is_read_as_expected(family: Any) -> None:
    expected = json.loads(code_blocks("json")[0])
    page = Page(expected["url"], code_blocks("html")[0], RequestSpec(expected["url"]))
    matching = [other.name for other in (family, *FAMILIES.values()) if other.matches(page)]
    assert matching == expected["matches"]
    assert [entry.url for entry in report_entries(list_entries(page))] == expected["reports"]
    assert [[request.url, dict(request.form)] for request in family.next_pages(page)] == expected["next"]


def test_the_pages_of_the_sample_portal_are_found(family: Any, sample_module: ModuleType) -> None:
    (site,) = (portal.site for portal in World(3, 20, portals=1, families=("nfcms",)).portals)
    column = site.columns[0]
    portal = sample_module.portal(site)
    url = site.url(column.path)
    text = portal.resources[column.path].body().decode()
    next_urls = {request.url for request in family.next_pages(Page(url, text, RequestSpec(url)))}
    expected = {site.url(path) for path in portal.resources if re.search(r"/index_p\d+\.html$", path)}
    assert next_urls == {next_url for next_url in expected if next_url.startswith(url)} != set()
    article = portal.resources[column.articles[0].path].body().decode()
    assert family.matches(Page(url, article, RequestSpec(url)))


def test_the_registration_is_valid(sample_module: ModuleType) -> None:
    registered = eval(code_blocks("python")[2], {"PortalFamily": PortalFamily, "qinglan": sample_module})
    assert registered.url_scheme.key == registered.crawler_family == "qinglan"


def test_the_signature_words_quote_the_case() -> None:
    [(name, words)] = tomllib.loads(code_blocks("toml")[0]).items()
    assert (name, list(words)) == ("qinglan", ["description", "evidence_patterns"])
    assert [
        pattern for pattern in words["evidence_patterns"] if not re.search(pattern, code_blocks("html")[0])
    ] == []
