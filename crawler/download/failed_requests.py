"""Notes the data that a page in the browser requested in vain: entries of its list that are missing."""

from __future__ import annotations

from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.async_api import Error as BrowserError

if TYPE_CHECKING:
    from playwright.async_api import Page, Request, Response

_DATA_TYPES = ("xhr", "fetch")
# A script without a status was not requested; one of another host never shows its status.
_LACKS_SCRIPT = """() => performance.getEntriesByType("resource").some((entry) =>
  entry.initiatorType === "script" && entry.responseStatus === 0 &&
  entry.name.startsWith(`${location.origin}/`))"""


class FailedRequests:
    """The requests for data of one page that failed, and those that a step in the page needed."""

    def __init__(self) -> None:
        self._failed_urls: set[str] = set()
        self._paths_failed_before: set[str] = set()
        self._lost_urls: set[str] = set()

    def add(self, request: Request) -> None:
        """Note a request that got no answer, or an error."""
        if request.resource_type in _DATA_TYPES:
            self._failed_urls.add(request.url)

    def note_response(self, response: Response) -> None:
        """Note an answer: an error, or data that an earlier request did not get."""
        if response.status >= HTTPStatus.BAD_REQUEST:
            self.add(response.request)
        else:
            self._failed_urls.discard(response.url)
            self._lost_urls.discard(response.url)

    def start_step(self) -> None:
        """Forget what failed until now: it has nothing to do with the next step."""
        self._paths_failed_before |= {urlsplit(url).path for url in self._failed_urls}
        self._failed_urls.clear()

    def end_step(self) -> None:
        """Note what the step requested in vain: its entries are missing.

        What fails again and again, such as a counter of visits, has nothing to do with the step.
        """
        self._lost_urls |= {
            url for url in self._failed_urls if urlsplit(url).path not in self._paths_failed_before
        }

    @property
    def has_lost_data(self) -> bool:
        """Whether a step has requested data that did not come, then or later."""
        return bool(self._lost_urls)


async def lacks_script(page: Page) -> bool:
    """Whether a script on the host of the page was not loaded, as where robots.txt forbids it."""
    with suppress(BrowserError):
        lacks: bool = await page.evaluate(_LACKS_SCRIPT)
        return lacks
    return False
