#!/bin/sh
# Restart the replicas that systemd runs, one after another: the next only when this one answers
# that its tables are whole, and nginx has noticed. Stops at the first that does not come back.
set -eu
units=$(systemctl list-units --plain --no-legend --state=active 'every-zip-code@*.service' |
    cut -d ' ' -f 1)
for unit in $units; do
    port=${unit#*@}
    port=${port%.service}
    systemctl restart "$unit"
    tries=0
    until curl -fsS -o /dev/null --max-time 2 "http://127.0.0.1:$port/healthz" 2>/dev/null; do
        tries=$((tries + 1))
        if [ "$tries" -ge 60 ]; then
            echo "$unit does not answer; the others were left as they are" >&2
            exit 1
        fi
        sleep 1
    done
    sleep 5
done
