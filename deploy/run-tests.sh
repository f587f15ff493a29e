#!/usr/bin/env bash
# Runs the built tests, and stops the test cluster afterwards, however they end.
set -uo pipefail
# What works much ground at a time, starts whole servers, takes the database away, is about time limits or compares times,
# or takes a lock on a file that a child of another test would inherit for a moment,
# has the machine for itself: beside hundreds of others on two cores it would wait longer than a server may.
alone='Area|Geometry|GeoJSON|Tile|Siting|Suggest|Cover|WhatIf|Gap|Fragile|Overlap|ServeTests|Unavailable|GracefulStop|SMTP|SecureTransport|Listener'
alone+='|SandboxTests.BookTests|BookingRace|OfferRace|BookingModel|WebhookRun|ManyListeners|Freshness|MetricsTests|HealthRoutes|LeaseTests|ReaderTests|ServerRestart|StopTests|KilledWorker|SlowClient|BlockingThreads|StartTests|UserCommand|QuestionCommand|PasswordHasher|Timing'
if [ $# -gt 0 ]; then
    swift test --skip-build "$@"
else
    swift test --skip-build --skip "$alone" && swift test --skip-build --no-parallel --filter "$alone"
fi
status=$?
folder=.build/test-cluster/postgres/data
[ -e "$folder" ] || folder=$(cat .build/test-cluster/location 2>/dev/null)
if [ -n "$folder" ] && [ -e "$folder/postmaster.pid" ]; then
    kill -INT "$(head -n 1 "$folder/postmaster.pid")" 2>/dev/null
fi
exit $status
