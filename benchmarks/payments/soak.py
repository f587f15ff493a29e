"""Kills the server or the worker fifty times while people pay and are paid back, and then holds the ledger against the
gateway's book.

Prints what happened; exit status 1 when something differs.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import urllib.request

from comparison import Comparison
from customers import Customers
from processes import KilledServer, Sandbox

CUSTOMERS = 6
SETTLED_WITHIN_S = 180


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--istri", default=".build/release/istri")
    parser.add_argument("--kills", type=int, default=50)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="istri-payments-") as folder:
        os.chmod(folder, 0o755)
        soak = Soak(os.path.abspath(arguments.istri), folder)
        try:
            soak.prepare()
            soak.run(arguments.kills)
            sys.exit(0 if soak.report(soak.settle()) else 1)
        finally:
            soak.stop()


class Soak:
    def __init__(self, istri, folder):
        for name in ("istri", "gateway"):
            os.mkdir(os.path.join(folder, name), 0o755)
        self.sandbox = Sandbox(istri, os.path.join(folder, "gateway"), random.randint(33_000, 39_000))
        self.server = KilledServer(istri, os.path.join(folder, "istri"), self.sandbox.url)
        self.kills = {"server": 0, "worker": 0}
        #: Kinds of jobs that ran when one of the two was killed.
        self.cut = {}

    def psql(self, text):
        with open(os.path.join(self.server.folder, "postgres", "data", "postmaster.pid"), encoding="utf-8") as file:
            socket = file.read().splitlines()[4]
        done = subprocess.run(["psql", f"host={socket} dbname=istri user=istri", "-XAtq", "-F", " ", "-v",
                               "ON_ERROR_STOP=1", "-c", text], capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"psql failed: {done.stderr}")
        return [line.split() for line in done.stdout.splitlines()]

    def prepare(self):
        self.server.start()
        self.server.start_worker()
        self.psql("UPDATE service_providers SET open_minutes = '{[0,10080)}', slot_minutes = 30, benches = 4 WHERE is_sample")
        self.psql("INSERT INTO provider_services (provider_id, service, price_paise, minutes)"
                  " SELECT id, 'thermostat', 33000, 30 FROM service_providers WHERE status = 'approved'"
                  " ON CONFLICT (provider_id, service) DO UPDATE SET minutes = 30, price_paise = 33000")
        # Few centres, so that many want the next number of one series; two are registered for GST.
        for number in range(2):
            self.psql(f"UPDATE service_providers SET gstin = '{gstin(f'33AAAAA000{number}A1Z')}' WHERE id = ("
                      f"SELECT id FROM service_providers WHERE is_sample AND status = 'approved' ORDER BY id OFFSET {number} LIMIT 1)")
        # As a network has it that also loses and doubles what it carries.
        self.sandbox.ask("PUT", "/sandbox/webhooks", {
            "url": self.server.url + "/api/payments/webhook", "doubled": 0.2, "shuffled_ms": 500, "retry_ms": 500})
        # What was asked has happened, and the answer is on its way for a while: that is when a kill costs it.
        self.sandbox.ask("POST", "/sandbox/faults", {
            "kind": "slow", "seconds": 0.4, "count": 1_000_000, "path": "/v1/payments", "method": "POST"})

    def slots(self):
        centres = [int(row[0]) for row in self.psql(
            "SELECT id FROM service_providers WHERE is_sample AND status = 'approved' ORDER BY id LIMIT 5")]
        day = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 86_400 + 19_800))
        with urllib.request.urlopen(
                f"{self.server.url}/api/providers/{centres[0]}/slots?service=thermostat&from={day}&days=10") as reply:
            starts = [item["starts_at"] for item in json.load(reply)["items"]]
        return [(centre, start) for start in starts for centre in centres]

    def run(self, kills):
        self.customers = Customers(self.server, self.sandbox, self.slots(), CUSTOMERS)
        self.customers.start()
        for number in range(kills):
            time.sleep(random.uniform(0.3, 2.5))
            if number % 2:
                self.server.kill_worker()
                self.count_cut()
                self.server.start_worker()
                self.kills["worker"] += 1
            else:
                self.server.kill_server()
                self.count_cut()
                self.server.start()
                self.kills["server"] += 1
            print(f"kill {number + 1}: {len(self.customers.completed)} completed", file=sys.stderr)
        self.customers.stop()

    def count_cut(self):
        for kind, count in self.psql("SELECT kind, count(*) FROM jobs WHERE status = 'running' GROUP BY kind"):
            self.cut[kind] = self.cut.get(kind, 0) + int(count)

    def settle(self):
        """What still differs when nothing changes any more."""
        deadline = time.monotonic() + SETTLED_WITHIN_S
        while True:
            book = self.sandbox.ask("GET", "/sandbox/book")
            wrong = Comparison(book, self.psql).run() + self.unfinished(book)
            if not wrong or time.monotonic() > deadline:
                self.book = book
                return wrong
            time.sleep(2)

    def unfinished(self, book):
        waiting = sum(1 for event in book["events"] if not event["isEnded"])
        captured = {int(row[0]) for row in self.psql(
            "SELECT booking_id FROM payments WHERE status = 'captured' AND method = 'razorpay'")}
        missing = self.customers.completed - captured
        dead = [" ".join(row) for row in self.psql("SELECT kind, last_error FROM jobs WHERE status = 'dead'")]
        return dead + ([f"{waiting} webhooks are not delivered"] if waiting else []) + (
            [f"{len(missing)} completed bookings are not paid: {sorted(missing)[:5]}"] if missing else [])

    def report(self, wrong):
        repeated = sum(1 for event in self.book["events"] if len(event["attempts"]) > 1)
        print(f"{self.kills['server']} kills of the server, {self.kills['worker']} of the worker;"
              f" {len(self.customers.completed)} bookings completed, {len(self.book['refunds'])} refunds")
        print(f"captured {self.book['sums']['captured_paise']} paise, given back {self.book['sums']['refunded_paise']} paise,"
              f" by the gateway's book and by our ledger alike" if not wrong else f"{len(wrong)} differences")
        print("jobs that ran at the kills: " + (", ".join(f"{kind} {self.cut[kind]}" for kind in sorted(self.cut)) or "none"))
        print(f"webhooks: {len(self.book['events'])}, of them delivered more than once: {repeated}")
        troubles = self.customers.troubles
        for line in (wrong + troubles)[:20]:
            print(line, file=sys.stderr)
        return not wrong and not troubles and len(self.customers.completed) > 0

    def stop(self):
        self.server.stop()
        self.sandbox.stop()


def gstin(begin):
    """With its check digit, by which 36 letters and digits are weighted 1 and 2 in turn."""
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    products = [alphabet.index(letter) * (1 + position % 2) for position, letter in enumerate(begin)]
    return begin + alphabet[-sum(product // 36 + product % 36 for product in products) % 36]


if __name__ == "__main__":
    main()
