"""One file for each command; `gongkai.cli` lists them."""
