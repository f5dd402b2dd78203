from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from crawler.registry.sources import load_sources
from samples.world.registry import registry_toml
from samples.world.world import ALL_FAMILIES, World

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def world() -> World:
    return World(1, 30)


def all_resources(world: World) -> dict[str, bytes]:
    """Return each fixed resource of each portal, by its URL."""
    return {
        portal.site.url(path): resource.body()
        for portal in world.portals
        for path, resource in portal.resources.items()
    }


def test_a_world_has_the_requested_number_of_reports(world: World) -> None:
    assert len(world.reports) == len(world.truth) == 30
    assert len(World(1, 7, portals=9).reports) == 7
    assert len(World(3, 260).reports) == 260


def test_equal_seeds_give_equal_bytes(world: World) -> None:
    second = World(1, 30)
    assert all_resources(second) == all_resources(world)
    assert second.truth == world.truth


def test_another_seed_gives_another_world(world: World) -> None:
    assert World(2, 30).truth != world.truth


def test_a_demo_world_has_every_family_form_and_carrier(world: World) -> None:
    assert {portal.site.family for portal in world.portals} == {"trs", "hanweb", "scripted"}
    assert {report.form for report in world.reports} == {"2019", "2021"}
    assert {report.carrier for report in world.reports} == {"page", "docx", "pdf"}
    assert {truth.document_url.rpartition(".")[2] for truth in world.truth.values()} == {
        "html",
        "docx",
        "pdf",
    }


def test_reports_of_an_agency_are_of_consecutive_years(world: World) -> None:
    for portal in world.portals:
        for column in portal.site.columns:
            years = sorted(article.report.year for article in column.articles if article.report)
            assert years == list(range(years[0], years[-1] + 1))


def test_every_portal_has_decoys(world: World) -> None:
    counts = Counter(url.split("/")[2] for url in world.decoys)
    assert set(counts) == {portal.site.host for portal in world.portals}
    assert min(counts.values()) >= 10
    assert not set(world.decoys) & set(world.truth)


def test_addresses_are_unique(world: World) -> None:
    articles = [
        portal.site.url(article.path)
        for portal in world.portals
        for column in portal.site.columns
        for article in column.articles
    ]
    assert len(articles) == len(set(articles)) == len(world.truth) + len(world.decoys)


def test_the_true_values_have_the_shape_of_read_json(world: World) -> None:
    complete = [truth.expected for truth in world.truth.values() if not truth.expected["states"]]
    assert {truth["form"] for truth in complete} == {"2019", "2021"}
    for truth in complete:
        tables = [truth["disclosure"], truth["requests"], truth["challenges"]]
        cells = [value for table in tables for row in table.values() for value in row.values()]  # type: ignore[attr-defined]
        assert len(cells) == (200 if truth["form"] == "2021" else 198)
        assert all(isinstance(value, (int, float)) for value in cells)


def test_most_reports_are_complete_and_some_are_not() -> None:
    styles = Counter(report.cell_style for report in World(5, 300).reports)
    assert 0.5 < styles["everything"] / 300 < 0.8
    assert len(styles) == 7


def test_the_crawler_can_read_the_registry(world: World, tmp_path: Path) -> None:
    file = tmp_path / "samples.toml"
    file.write_text(registry_toml(world.portals), encoding="utf-8")
    sources = load_sources(file)
    assert [source.home for source in sources] == [portal.site.url("/") for portal in world.portals]
    assert {source.family for source in sources} == {"trs", "hanweb", "generic"}
    assert sum(len(source.columns) for source in sources) == len(world.agencies)


def test_the_crawler_knows_every_family(tmp_path: Path) -> None:
    world = World(2, len(ALL_FAMILIES), portals=len(ALL_FAMILIES), families=ALL_FAMILIES)
    assert [portal.site.family for portal in world.portals] == list(ALL_FAMILIES)
    file = tmp_path / "samples.toml"
    file.write_text(registry_toml(world.portals), encoding="utf-8")
    assert len({source.family for source in load_sources(file)}) >= 7


def test_a_world_that_is_too_large_is_an_error() -> None:
    with pytest.raises(ValueError, match="at most"):
        World(1, 500, portals=2)
