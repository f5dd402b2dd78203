"""Issues requests: each page once, on the portal only, counted by the source tracker."""

from __future__ import annotations

from crawler.config import Config
from crawler.frontier import requests
from crawler.frontier.position import RequestPlan, Requests
from crawler.frontier.queue import Frontier
from crawler.frontier.tracker import SourceTracker
from crawler.pages import MAX_URL_LENGTH, RequestSpec, same_portal, url_host
from crawler.registry import Source
from crawler.request_meta import RequestLabel


class RequestIssuer:
    """Builds the requests of one crawl and reports each to the tracker; `frontier` is the seen set."""

    def __init__(self, config: Config, tracker: SourceTracker) -> None:
        self.frontier = Frontier()
        self._config = config
        self._tracker = tracker

    def is_on_portal(self, source: Source, url: str) -> bool:
        """Whether a URL belongs to the source's portal and has a sensible length."""
        is_sound = len(url) <= MAX_URL_LENGTH
        return is_sound and same_portal(url, source.home, source.hosts, self._config.suffixes)

    def is_on_state_host(self, url: str) -> bool:
        """Whether a URL is on a host of the state, of this portal or another, and has a sensible length."""
        host = url_host(url)
        return len(url) <= MAX_URL_LENGTH and any(host.endswith(suffix) for suffix in self._config.suffixes)

    def is_report_within_limit(self, source: Source, url: str) -> bool:
        """Count one more report of a source; False above the limit of one run."""
        return self._tracker.stats[source.id].is_report_within_limit(url, self._config.report_pages)

    def http(
        self, spec: RequestSpec, label: RequestLabel, plan: RequestPlan, priority_boost: int = 0
    ) -> Requests:
        """Request a page over plain HTTP."""
        self._tracker.request_started(plan.source.id)
        yield requests.http_request(spec, label, priority_boost, cb_kwargs={"plan": plan})

    def http_once(self, spec: RequestSpec, label: RequestLabel, plan: RequestPlan) -> Requests:
        """Request a page over plain HTTP unless this run has requested it already."""
        if self.frontier.mark_requested(spec):
            yield from self.http(spec, label, plan)

    def browser(self, spec: RequestSpec, label: RequestLabel, plan: RequestPlan) -> Requests:
        """Request a page through the browser, which then clicks through the list."""
        self._tracker.request_started(plan.source.id)
        yield requests.browser_request(spec, label, self._config, plan.source.hosts, cb_kwargs={"plan": plan})
