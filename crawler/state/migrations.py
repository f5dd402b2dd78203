"""The schema of `crawl.db`, one step a function; steps are only ever added."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("gongkai.crawl")


@migrations()
def crawl_state(db: Database) -> None:
    """Leases and unfinished sources, what list templates need, each origin's robots.txt."""
    db.execute(
        "create table leases (source text primary key, holder text not null, until real not null) strict"
    )
    db.execute(
        """create table unfinished (
            source text not null, run text not null, begun real not null, primary key (source, run)
        ) strict"""
    )
    db.execute("create table templates (template text primary key, needs text not null) strict")
    db.execute(
        """create table robots (
            origin text primary key, text text not null, capture text not null, fetched real not null
        ) strict"""
    )


@migrations()
def session_ids(db: Database) -> None:
    """Names of parameters that were learned to be session ids, by host."""
    db.execute(
        """create table session_ids (
            host text not null, name text not null, learned real not null, primary key (host, name)
        ) strict"""
    )
