"""A small web of sample portals with known truth, for the demo, the tests and the benchmarks."""
