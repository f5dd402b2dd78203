"""`python -m gongkai`, the same as the command `gongkai`."""

from gongkai.cli import main

if __name__ == "__main__":
    main()
