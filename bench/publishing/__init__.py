"""Benchmarks of building and serving the collection."""
