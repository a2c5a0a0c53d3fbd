#!/bin/sh
# Installs the programs of a real S3 server for the tests: Ceph's radosgw with what it stands on. Nothing is started,
# and nothing of Ceph starts by itself without a configuration in /etc/ceph.
set -eu
missing=""
for program in ceph ceph-mon ceph-osd monmaptool radosgw radosgw-admin; do
  command -v "$program" >/dev/null 2>&1 || missing=yes
done
[ -n "$missing" ] || exit 0

line="apt-get install -y --no-install-recommends radosgw ceph-mon ceph-osd ceph-common"
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then root=""
elif command -v apt-get >/dev/null 2>&1 && sudo -n true 2>/dev/null; then root="sudo"
else printf 'Please run this line, then the same command again:  sudo %s\n' "$line" >&2; exit 1; fi
printf '==> Debian packages of Ceph (about 60 MB to fetch)\n'
log=$(mktemp)
export DEBIAN_FRONTEND=noninteractive
# an old package list is the usual cause of a failed install, so the second try renews it
# shellcheck disable=SC2086
$root $line >"$log" 2>&1 || { $root apt-get update >>"$log" 2>&1 && $root $line >>"$log" 2>&1; } || {
  tail -5 "$log" >&2; printf 'apt-get could not install them (its last words are above)\n' >&2; exit 1; }
rm -f "$log"
