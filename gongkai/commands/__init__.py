"""The commands, one module each; `gongkai.cli` lists them."""
