#!/bin/sh
# Installs Debian packages that some tests use (LibreOffice: .doc, .wps), where this is Debian and we are root.
# Without them those tests are skipped, visibly.
set -eu
command -v soffice >/dev/null 2>&1 && exit 0
command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" -eq 0 ] || exit 0
apt-get update -qq >/dev/null 2>&1 || true
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libreoffice-writer libreoffice-calc >/dev/null 2>&1 \
    || echo "ci: LibreOffice could not be installed; its tests are skipped" >&2
exit 0
