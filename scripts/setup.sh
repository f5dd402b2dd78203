#!/bin/sh
# Finds a Python of at least 3.11 (PYTHON may name one) and runs scripts/setup.py with it.
set -eu
cd "$(dirname "$0")/.."
for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        exec "$name" scripts/setup.py "$@"
    fi
done
echo "setup: gongkai needs Python 3.11 or newer and found none; install one, or name it: PYTHON=/path/to/python make setup" >&2
exit 1
