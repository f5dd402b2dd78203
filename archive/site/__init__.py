"""The public site: Datasette's templates, plugins and static files, and what they are made with."""
