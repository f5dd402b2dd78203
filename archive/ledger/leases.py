"""What processes that crawl at the same time agree on: whose a source is, what a template needs.

None of it is archive. Times are seconds since 1970 of this machine's clock.
"""

from __future__ import annotations

import time

from archive.ledger.database import LedgerDatabase

LEASE_SECONDS = 60.0
"""A holder that did not renew its lease for so long is taken for dead."""


class LeaseTable(LedgerDatabase):
    """Leases of sources, and what was learned about list templates."""

    def acquire_lease(self, source: str, holder: str, seconds: float = LEASE_SECONDS) -> bool:
        """Take a source, or keep it when it is ours already; False while another holds it."""
        now = time.time()
        sql = """insert into leases (source, holder, until) values (?, ?, ?)
            on conflict (source) do update set holder = excluded.holder, until = excluded.until
            where until < ? or holder = excluded.holder returning holder"""
        with self.transaction() as connection:
            return bool(connection.execute(sql, (source, holder, now + seconds, now)).fetchall())

    def renew_lease(self, source: str, holder: str, seconds: float = LEASE_SECONDS) -> bool:
        """Renew a lease; False when it has been lost meanwhile and the holder must stop."""
        sql = "update leases set until = ? where source = ? and holder = ?"
        with self.transaction() as connection:
            return connection.execute(sql, (time.time() + seconds, source, holder)).rowcount == 1

    def release_lease(self, source: str, holder: str) -> None:
        """Give a source back; nothing happens when somebody else holds it by now."""
        with self.transaction() as connection:
            connection.execute("delete from leases where source = ? and holder = ?", (source, holder))

    def set_template_requirement(self, template: str, requirement: str) -> None:
        """Keep what a list template was found to need (`browser`, `http`)."""
        sql = "insert or replace into templates (template, needs) values (?, ?)"
        with self.transaction() as connection:
            connection.execute(sql, (template, requirement))

    def template_requirements(self) -> dict[str, str]:
        """What page templates were found to need, by template."""
        return {
            row["template"]: row["needs"] for row in self.fetch_all("select template, needs from templates")
        }
