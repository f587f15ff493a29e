"""Whether the ledger says the same as an oracle after 100,000 webhooks: 30 % of them doubled, all in random order, 1 %
forged, 1 % malformed, from 32 connections; and how long each waits for its acknowledgement.

Prints a table; exit status 1 when a target is missed.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "Tests", "fuzz"))
from sender import Sender  # noqa: E402
from server import Server  # noqa: E402
from stories import EVENTS_EACH, Story, forged, malformed, signature  # noqa: E402

CONNECTIONS = 32
DOUBLED = 0.3
FORGED = 0.01
MALFORMED = 0.01
ACKNOWLEDGED_MS = 100


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--istri", default=".build/release/istri")
    parser.add_argument("--deliveries", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    parser.add_argument("--any-speed", action="store_true", help="only whether all is right")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="istri-webhooks-") as folder:
        os.chmod(folder, 0o755)
        server = Server(os.path.abspath(arguments.istri), folder)
        server.start()
        try:
            bench = Bench(server, random.Random(arguments.seed))
            bench.prepare(arguments.deliveries)
            bench.send()
            bench.wait()
            rows = bench.rows(None if arguments.any_speed else ACKNOWLEDGED_MS)
        finally:
            server.stop()
    print("| what | | target | |")
    print("|---|---|---|---|")
    for name, value, target, met in rows:
        print(f"| {name} | {value} | {target} | {'' if met is None else 'met' if met else '**missed**'} |")
    if not all(met is not False for *_, met in rows):
        say(f"--seed {arguments.seed} repeats it")
        sys.exit(1)


class Bench:
    def __init__(self, server, chance):
        self.server = server
        self.chance = chance
        with open(os.path.join(server.folder, "sandbox.json"), encoding="utf-8") as file:
            self.secret = json.load(file)["webhook_secret"]

    def psql(self, text):
        with open(os.path.join(self.server.folder, "postgres", "data", "postmaster.pid"), encoding="utf-8") as file:
            socket = file.read().splitlines()[4]
        done = subprocess.run(["psql", f"host={socket} dbname=istri user=istri", "-XAtq", "-F", " ", "-v",
                               "ON_ERROR_STOP=1", "-c", text], capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"psql failed: {done.stderr}")
        return [line.split() for line in done.stdout.splitlines()]

    def prepare(self, deliveries):
        """Bookings with an order each, as `POST /api/payments/initiate` would leave them, and what is told of them."""
        genuine = int(deliveries * (1 - FORGED - MALFORMED) / (1 + DOUBLED))
        orders = self.orders(int(genuine / EVENTS_EACH) + 1)
        self.stories = [Story(number, order_id, int(amount), self.chance)
                        for number, (order_id, amount) in enumerate(orders)]
        events = [event for story in self.stories for event in story.events()]
        self.genuine = len(events)
        told = [("genuine", event_id, signature(body, self.secret), body) for event_id, body in events]
        told += self.chance.sample(told, int(len(told) * DOUBLED))
        for number in range(int(deliveries * MALFORMED)):
            body = malformed(self.chance.choice(events)[1], self.chance)
            told.append(("malformed", f"malformed{number}", signature(body, self.secret), body))
        for number in range(int(deliveries * FORGED)):
            body = self.chance.choice(events)[1]
            told.append(("forged", f"forged{number}", forged(body, self.secret, self.chance), body))
        self.chance.shuffle(told)
        self.told = told

    def orders(self, count):
        say(f"adding {count} bookings")
        each = count // 200 + 1
        self.psql(f"""
            INSERT INTO bookings (customer_id, provider_id, resource_id, status, mode, pincode, scheduled_at, ends_at,
                during, total_paise, changed_role)
            SELECT (SELECT id FROM users WHERE email = 'customer@istri.example'), r.provider_id, r.id, 'accepted',
                'walk_in', 600001, at, at + interval '30 minutes', tstzrange(at, at + interval '30 minutes'),
                10000 + (random() * 90000)::integer, 'system'
            FROM (SELECT br.* FROM booking_resources br JOIN service_providers s ON s.id = br.provider_id
                    WHERE br.kind = 'bench' AND br.number = 1 AND s.status = 'approved' ORDER BY br.id LIMIT 200) AS r,
                generate_series(1, {each}) AS n,
                LATERAL (SELECT date_trunc('day', now()) + n * interval '1 hour' AS at) AS slot;
            INSERT INTO payments (booking_id, method, amount_paise, received_by, order_id, checked_at)
            SELECT b.id, 'razorpay', b.total_paise, 'platform', 'order_' || lpad(b.id::text, 14, '0'), now()
            FROM bookings b WHERE b.status = 'accepted' ORDER BY b.id LIMIT {count};
            ANALYZE""")
        return self.psql("SELECT order_id, amount_paise FROM payments ORDER BY id")

    def send(self):
        say(f"sending {len(self.told)} webhooks")
        self.sender = Sender(self.server.port, CONNECTIONS)
        self.begin = time.monotonic()
        self.sender.send(self.told)
        self.sent = time.monotonic() - self.begin

    def wait(self):
        """Until all that was stored is worked off."""
        while int(self.psql("SELECT count(*) FROM webhook_events WHERE outcome IS NULL")[0][0]):
            if time.monotonic() - self.begin > self.sent + 1800:
                raise RuntimeError("the webhooks are not worked off")
            time.sleep(0.5)
        self.done = time.monotonic() - self.begin

    def rows(self, limit_ms):
        counts = self.sender.counts
        doubled = len(self.told) - self.genuine - sum(
            count for (kind, _), count in counts.items() if kind in ("forged", "malformed"))
        forged_in = sum(count for (kind, status), count in counts.items() if kind == "forged" and status != 401)
        malformed_stored = counts.get(("malformed", 202), 0)
        stored, forged_stored = map(int, self.psql(
            "SELECT count(*), count(*) FILTER (WHERE event_id LIKE 'forged%') FROM webhook_events")[0])
        others = {key: count for key, count in counts.items()
                  if key[1] not in {"genuine": (200, 202), "malformed": (202, 400, 422), "forged": (401,)}[key[0]]}
        wrong = self.differences()
        p99 = statistics.quantiles(self.sender.seconds, n=100)[-1] * 1000
        faults = int(self.psql("SELECT count(*) FROM ledger_faults()")[0][0])
        return [
            ("webhooks from 32 connections", f"{len(self.told)}, {len(self.told) / self.sent:.0f}/s", "", None),
            ("of them doubled, malformed, forged", f"{doubled}, {counts_of(counts, 'malformed')}, "
             f"{counts_of(counts, 'forged')}", "", None),
            ("payments whose state or ledger isn't the oracle's", f"{wrong} of {len(self.stories)}", "0", wrong == 0),
            ("faults in the ledger", faults, "0", faults == 0),
            ("events stored", stored, self.genuine + malformed_stored, stored == self.genuine + malformed_stored),
            ("answered as new", counts.get(("genuine", 202), 0), self.genuine,
             counts.get(("genuine", 202), 0) == self.genuine),
            ("forged ones accepted, stored", f"{forged_in}, {forged_stored}", "0", forged_in + forged_stored == 0),
            ("other answers", others or 0, "0", not others),
            ("acknowledgement, median", f"{statistics.median(self.sender.seconds) * 1000:.1f} ms", "", None),
            ("acknowledgement, p99", f"{p99:.1f} ms", "" if limit_ms is None else f"< {limit_ms} ms",
             None if limit_ms is None else p99 < limit_ms),
            ("from the first to the last worked off", f"{self.done:.1f} s", "", None),
        ]

    def differences(self):
        """How many payments aren't what the oracle says, with the first few of them told."""
        ours = self.kept()
        wrong = 0
        for story in self.stories:
            status, sums = ours[story.order_id]
            if status != story.status() or sums != story.sums():
                wrong += 1
                if wrong <= 5:
                    say(f"{story.order_id} {story.names}: {status} {sums} instead of {story.status()} {story.sums()}")
        return wrong

    def kept(self):
        kept = {order_id: (status, {}) for order_id, status in self.psql("SELECT order_id, status FROM payments")}
        for order_id, account, paise in self.psql("""
                SELECT p.order_id, l.account, sum(l.amount_paise)
                FROM ledger_entries e JOIN ledger_lines l ON l.entry_id = e.id
                LEFT JOIN refunds r ON r.id = e.refund_id
                JOIN payments p ON p.id = coalesce(e.payment_id, r.payment_id)
                GROUP BY p.order_id, l.account HAVING sum(l.amount_paise) <> 0"""):
            kept[order_id][1][account] = int(paise)
        return kept


def counts_of(counts, kind):
    return sum(count for (which, _), count in counts.items() if which == kind)


def say(text):
    print(text, file=sys.stderr)


if __name__ == "__main__":
    main()
