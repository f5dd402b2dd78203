"""Coordination between crawls: leases, unfinished sources, robots.txt, rate limits. May be lost."""
