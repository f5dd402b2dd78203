#!/bin/sh
# Installs Debian packages that some tests and gates use, where this is Debian and we are root: LibreOffice (.doc, .wps),
# and with pandoc, poppler and a Chinese font the programs that print the documents of bench/foreign (Chromium comes with
# `make setup`). Without them those tests and kinds of documents are skipped, visibly.
set -eu
missing=""
command -v soffice >/dev/null 2>&1 || missing="$missing libreoffice-writer libreoffice-calc"
command -v pandoc >/dev/null 2>&1 || missing="$missing pandoc"
command -v pdftotext >/dev/null 2>&1 || missing="$missing poppler-utils"
[ -n "$(fc-list :lang=zh 2>/dev/null)" ] || missing="$missing fontconfig fonts-noto-cjk"
[ -n "$missing" ] || exit 0
command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" -eq 0 ] || exit 0
apt-get update -qq >/dev/null 2>&1 || true
# One by one: a package that cannot be installed does not keep the others away.
for package in $missing; do
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null 2>&1 \
        || echo "ci: $package could not be installed; what needs it is skipped" >&2
done
exit 0
