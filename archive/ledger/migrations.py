"""The schema of `ledger.db`, one step a function; steps are only ever added."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("gongkai.ledger")


@migrations()
def captures_and_runs(db: Database) -> None:
    """What can be rebuilt from the WARC files (`captures`), and who wrote it (`runs`)."""
    db.execute(
        """create table captures (
            id text primary key, run text not null, source text not null, url text not null,
            role text not null, record text not null, outcome text not null, fetched text not null,
            status integer, media_type text not null, digest text not null,
            file text not null, offset integer not null, length integer not null,
            parent text not null, link_text text not null, detail text not null,
            etag text not null, last_modified text not null, refers_to text not null
        ) strict"""
    )
    db.execute("create index captures_url on captures (url, fetched)")
    db.execute("create unique index captures_place on captures (file, offset)")
    db.execute("create index captures_run on captures (run, source, outcome)")
    db.execute("create index captures_role on captures (role, url)")
    db.execute(
        """create table runs (
            id text primary key, started text not null, ended text,
            command text not null, pid integer not null
        ) strict"""
    )


@migrations()
def sources_health(db: Database) -> None:
    """How each source fares: one row a source, overwritten by every run."""
    db.execute(
        """create table sources_health (
            source text primary key, last_run text not null, last_success text not null,
            last_change text not null, outcome text not null, detail text not null,
            items integer not null, items_before integer not null, needs_browser integer not null
        ) strict"""
    )


@migrations()
def shared_turns(db: Database) -> None:
    """What processes agree on while they run. Not archive: a lost row costs a moment, no data."""
    db.execute(
        "create table leases (source text primary key, holder text not null, until real not null) strict"
    )
    db.execute("create table hosts (host text primary key, next real not null) strict")
    db.execute("create table templates (template text primary key, needs text not null) strict")


@migrations()
def source_states(db: Database) -> None:
    """What is judged of a source, and what its lists showed; `missed` is JSON, one object a cause."""
    for column in ("state", "cause", "newest", "newest_before", "next_due"):
        db.execute(f"alter table sources_health add column {column} text not null default ''")
    for column in ("columns", "is_wrong"):
        db.execute(f"alter table sources_health add column {column} integer not null default 0")
    db.execute("alter table sources_health add column missed text not null default '[]'")


@migrations()
def units_of_work(db: Database) -> None:
    """Sources that were begun and not ended; what a POST sent, without which its address says too little."""
    db.execute(
        """create table units (
            source text not null, run text not null, begun real not null, primary key (source, run)
        ) strict"""
    )
    db.execute("alter table captures add column form text not null default ''")
    db.execute("alter table sources_health add column failures integer not null default 0")


@migrations()
def visits_and_robots(db: Database) -> None:
    """Visits under way by host and address, in place of moments by host; each origin's robots.txt."""
    db.execute("drop table hosts")
    db.execute(
        """create table visits (
            key text primary key, next real not null, holder text not null default '',
            until real not null default 0, day text not null default '', asked integer not null default 0
        ) strict"""
    )
    db.execute(
        """create table robots (
            origin text primary key, text text not null, capture text not null, fetched real not null
        ) strict"""
    )


@migrations()
def captures_by_source(db: Database) -> None:
    """Whether a source has been visited at all is asked at the begin of each crawl of it."""
    db.execute("create index captures_source on captures (source, run)")


@migrations()
def visits_elsewhere(db: Database) -> None:
    """Visits are agreed on by all archives of a machine (`crawler.state.rate_limits`); the robots.txt stay."""
    db.execute("drop table visits")
