#!/bin/sh
# Refresh, and print only what a person must read. Exit status as of the refresh, or 1 where a
# source is older than it may be. Keys come from /etc/every-zip-code/keys.env if it is there.
set -u
if [ -r /etc/every-zip-code/keys.env ]; then
    set -a
    # shellcheck source=/dev/null
    . /etc/every-zip-code/keys.env
    set +a
fi
live=${EZC_LIVE:-live}
mkdir -p "$live"
said=$(mktemp) || exit 1
trap 'rm -f "$said"' EXIT
.venv/bin/python -m etl refresh --wait 600 >"$said" 2>&1
status=$?
case $status in
    0 | 3) status=0 ;;
    *) cat "$said" ;;
esac
if ! .venv/bin/python -m etl freshness --badge "$live/freshness.json" >"$said" 2>&1; then
    cat "$said"
    [ "$status" -ne 0 ] || status=1
fi
exit "$status"
