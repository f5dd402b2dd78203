"""Why a request is not made: exceptions at which Scrapy drops the request and goes on.

Their texts are archived as the detail of the request's record, so they are always Chinese, whatever the
language of the user.
"""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest

from archive.model import Outcome, ReportError


class RefusedAddress(IgnoreRequest):
    """The guard does not allow the address. An `IgnoreRequest`, so that Scrapy does not retry."""


class RobotsDisallow(IgnoreRequest):
    """The host's robots.txt disallows the URL, or could not be fetched.

    `outcome` says what came instead of a robots.txt: a challenge or a maintenance page, for example.
    """

    def __init__(self, reason: str, outcome: Outcome = Outcome.ROBOTS_DISALLOW) -> None:
        super().__init__(reason)
        self.outcome = outcome


class Postponed(IgnoreRequest):
    """Visit hours, the daily limit or a pause of the host forbid the request now; a later run makes it."""


class HostBlocked(IgnoreRequest):
    """The host refused twice in a row and is not asked again in this run; `outcome` is its last refusal."""

    def __init__(self, host: str, outcome: Outcome) -> None:
        super().__init__(f"{host} 拒绝访问，本次不再请求")
        self.outcome = outcome


class ContactMissing(IgnoreRequest, ReportError):
    """A foreign host was to be requested without a contact address in the User-Agent."""


class RedirectFailed(IgnoreRequest):
    """A redirect leads nowhere: to a malformed address, in a circle, or on and on. `outcome` says which."""

    def __init__(self, outcome: Outcome, reason: str) -> None:
        super().__init__(reason)
        self.outcome = outcome


class UndecodableBody(IgnoreRequest):
    """The body of a good response is not in the encoding that its header names, or is damaged."""
