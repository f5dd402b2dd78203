"""What list templates were found to need, so that a later run need not try it again."""

from __future__ import annotations

from archive.ledger import SharedDatabase


class TemplateTable:
    """The rows of `templates`: `browser` or `http` by page template."""

    def __init__(self, database: SharedDatabase) -> None:
        self._database = database

    def save_requirement(self, template: str, requirement: str) -> None:
        """Keep what a list template needs: `browser` or `http`."""
        sql = "insert or replace into templates (template, needs) values (?, ?)"
        with self._database.transaction() as connection:
            connection.execute(sql, (template, requirement))

    def requirements(self) -> dict[str, str]:
        """What list templates need, by template."""
        rows = self._database.fetch_all("select template, needs from templates")
        return {row["template"]: row["needs"] for row in rows}
