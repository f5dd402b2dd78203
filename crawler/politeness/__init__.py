"""Rate limits, robots.txt, visit hours and blocked hosts."""
