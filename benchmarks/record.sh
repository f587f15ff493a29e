#!/usr/bin/env bash
# record.sh NAME TITLE COMMAND...: runs a measurement, shows what it prints, keeps that as benchmarks/results/NAME.md and
# puts RESULTS.md together anew. `record.sh` alone only puts it together. Exit status: the measurement's.
set -uo pipefail
cd "$(dirname "$0")"

page() {
    printf '# Results\n\nEach part is written by the command it names; [README.md](README.md) says what the rows mean.\n'
    for part in nearest coverage soak-coverage siting tiles bookings booking-kills webhooks payment-kills invoices web geometry sign-ins jobs kills; do
        [ -e "results/$part.md" ] && { echo; cat "results/$part.md"; }
    done
}

status=0
if [ $# -gt 0 ]; then
    name=$1 title=$2
    shift 2
    printed=$(mktemp)
    trap 'rm -f "$printed"' EXIT
    (cd .. && "$@") | tee "$printed"
    status=$?
    # A measurement that was cut short leaves what was kept before.
    if [ $status -le 1 ] && [ -s "$printed" ]; then
        {
            printf '## %s\n\n%s, %s, PostgreSQL %s; `%s`.\n\n' "$title" "$(date +%F)" \
                "$(nproc) cores of $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" \
                "$(psql --version | grep -oE '[0-9]+\.[0-9]+' | head -n 1)" "make ${RECORDED_TARGET:-bench}"
            if grep -q '^|' "$printed"; then cat "$printed"; else sed 's/^/- /' "$printed"; fi
        } > "results/$name.md"
    fi
fi
page > RESULTS.md
exit $status
