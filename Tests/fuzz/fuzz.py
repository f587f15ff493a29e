"""Sends generated requests to a server of its own, as nobody and signed in with each role, and fails when an answer is
a 5xx, is not in the specification, or when an operation never succeeds.

    fuzz.py --istri .build/release/istri --requests 200000 --successes 50
"""

import argparse
import multiprocessing
import os
import random
import shutil
import sys
import tempfile
import time

import requests

from findings import Findings
from server import Server
from specification import METHODS
from worker import Worker


def main():
    arguments = parse()
    folder = tempfile.mkdtemp(prefix="istri-fuzz-")
    # For the account that runs the private PostgreSQL, which would be put elsewhere otherwise, and stay there.
    os.chmod(folder, 0o755)
    server = Server(arguments.istri, folder)
    try:
        server.start()
        document = requests.get(server.url + "/api/openapi.json", timeout=30).json()
        started = time.monotonic()
        findings = run(server, document, arguments)
        look_at_jobs(server, findings)
    finally:
        server.stop()
    ok = report(findings, document, arguments, time.monotonic() - started)
    if ok:
        shutil.rmtree(folder, ignore_errors=True)
    else:
        print(f"The server's log is {folder}/serve.log")
    sys.exit(0 if ok else 1)


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--istri", required=True, help="the program under test")
    parser.add_argument("--requests", type=int, default=200_000)
    parser.add_argument("--successes", type=int, default=50, help="2xx that each operation must reach")
    parser.add_argument("--operations", nargs="+", help="their operationIds, to look at some alone; all if not given")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    return parser.parse_args()


def run(server, document, arguments):
    share = arguments.requests // arguments.workers
    successes = -(-arguments.successes // arguments.workers)
    jobs = [
        (server, document, f"w{number}", arguments.seed + number, share, successes, arguments.operations)
        for number in range(arguments.workers)]
    total = Findings()
    # Not forked: each worker has connections and generators of its own.
    process, server.process, server.log = server.process, None, None
    try:
        with multiprocessing.get_context("spawn").Pool(arguments.workers) as pool:
            for findings in pool.imap_unordered(work, jobs):
                total.add(findings)
    finally:
        server.process = process
    return total


def work(job):
    server, document, name, chance, budget, successes, operations = job
    return Worker(server, document, name, chance).run(budget, successes, operations)


def look_at_jobs(server, findings):
    """What requests asked for must not fail for good behind them."""
    if server.process.poll() is not None:
        findings.fail("(server)", "ended", f"with {server.process.returncode}")
        return
    for line in server.sql("""
            SELECT replace(kind || ': ' || last_error, ' ', '_') FROM jobs
            WHERE status = 'dead' AND last_error <> 'made for the fuzz'"""):
        findings.fail("(jobs)", "dead", line.replace("_", " "))


def report(findings, document, arguments, seconds):
    print(findings.table())
    sent = sum(findings.requests.values())
    print(f"{sent} requests in {seconds:.0f} s, seed {arguments.seed}")
    for operation, (count, reason) in sorted(findings.not_arranged.items()):
        print(f"{operation}: not arranged {count} times: {reason}")
    for (operation, kind), (count, story) in sorted(findings.failures.items()):
        print(f"\nFAILED {operation}: {kind}, {count} times\n{story}")
    asked = arguments.operations or operations(document)
    wanting = [name for name in asked if findings.successes[name] < arguments.successes]
    for name in wanting:
        print(f"FAILED {name}: {findings.successes[name]} of {arguments.successes} successes")
    if sent < arguments.requests:
        print(f"FAILED: only {sent} of {arguments.requests} requests could be sent")
    return not findings.failures and not wanting and sent >= arguments.requests


def operations(document):
    """All that the specification has, asked or not."""
    return sorted(
        operation["operationId"] for path in document["paths"].values()
        for method, operation in path.items() if method in METHODS)


if __name__ == "__main__":
    main()
