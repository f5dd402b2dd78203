"""The ASGI application: one Datasette for each release, and what requests and responses may do."""
