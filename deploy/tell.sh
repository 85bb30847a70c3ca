#!/bin/sh
# Mail the last lines of a unit that failed to EZC_CONTACT; where there is no mail, and always,
# say so in the system's log at a level that monitoring looks at.
set -u
unit=${1:?the unit that failed}
logger -p daemon.crit -t every-zip-code "$unit failed; see docs/runbook.md"
if [ -n "${EZC_CONTACT:-}" ] && command -v sendmail >/dev/null; then
    {
        printf 'To: %s\nSubject: [Every Zip Code] %s failed on %s\n\n' \
            "$EZC_CONTACT" "$unit" "$(uname -n)"
        printf 'What to do: docs/runbook.md. Its last lines:\n\n'
        journalctl --unit "$unit" --lines 60 --no-pager --output cat
    } | sendmail -t
fi
