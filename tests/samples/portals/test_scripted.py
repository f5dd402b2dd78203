from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import Page, sync_playwright

from samples.server.server import serve
from samples.world.world import World

pytestmark = pytest.mark.slow

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
@pytest.mark.parametrize("family", ["scripted", "hanweb", "trs"])
def test_a_browser_can_open_every_page_of_a_list(family: str) -> None:
    world = World(1, 6, portals=1, families=(family,))
    site = world.portals[0].site
    column = site.columns[0]
    with serve(world) as web, sync_playwright() as playwright:
        rule = f"MAP *.gov.cn.test {web.hosts[site.host]}"
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", f"--host-resolver-rules={rule}"]
        )
        page = browser.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(site.url(column.path))
        paths = _turn_pages(page)
        browser.close()
    assert paths == [article.path for article in column.articles]
    assert errors == []


def _turn_pages(page: Page) -> list[str]:
    """Return the paths of the list's links, page after page, by clicking 下一页."""
    paths: list[str] = []
    while True:
        page.wait_for_selector(".list a")
        page_paths = page.eval_on_selector_all(".list a", "links => links.map(link => link.pathname)")
        if page_paths[0] in paths:
            return paths
        paths += page_paths
        next_button = page.get_by_text("下一页", exact=True)
        if not next_button.count() or next_button.is_disabled():
            return paths
        next_button.click()
        page.wait_for_timeout(300)
