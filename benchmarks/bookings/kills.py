"""Kills the server and PostgreSQL while people book, and holds what was acknowledged against what is there.

50 times the server and 10 times PostgreSQL get a SIGKILL, at a random moment. Whoever has no answer asks again with the
same Idempotency-Key, as a browser would. In the end every acknowledged booking is there once, with the id that was told;
a request that never got an answer has made one booking or none; no two overlap. The exit status is 1 otherwise.
"""

import argparse
import collections
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid

import requests

from measure import CUSTOMERS, Bench, Server, say

READY_S = {"server": 2, "PostgreSQL": 10}
PATIENCE_S = 60


class Book:
    """What the people who book have been told."""

    def __init__(self):
        self.lock = threading.Lock()
        self.ids = {}
        self.refused = collections.Counter()
        self.open = set()
        self.repeats = 0

    def told(self, key, reply, tries):
        with self.lock:
            self.open.discard(key)
            self.repeats += tries - 1
            if reply.status_code == 201:
                self.ids[key] = reply.json()["id"]
            else:
                self.refused[f"{reply.status_code} {reply.json().get('code')}"] += 1


class Booker(threading.Thread):
    """Books one hour after the other until it is told to stop."""

    def __init__(self, url, customer, slots, book, stop):
        super().__init__()
        self.url, self.customer, self.slots, self.book, self.stopped = url, customer, slots, book, stop
        self.session = requests.Session()

    def run(self):
        for centre, start in self.slots:
            if self.stopped.is_set():
                return
            key = uuid.uuid4().hex
            with self.book.lock:
                self.book.open.add(key)
            self.ask(key, centre, start)

    def ask(self, key, centre, start):
        body = {"provider_id": centre, "mode": "walk_in", "pincode": "600001", "starts_at": start, "notes": key,
                "items": [{"service": "thermostat"}]}
        headers = {"Cookie": f"__Host-istri={self.customer[0]}", "X-CSRF-Token": self.customer[1], "Idempotency-Key": key}
        tries, deadline = 0, time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            tries += 1
            try:
                reply = self.session.post(self.url + "/api/bookings", json=body, headers=headers, timeout=10)
            except requests.RequestException:
                time.sleep(0.05)
                continue
            if reply.status_code < 500 and reply.json().get("code") != "idempotency_key_in_flight":
                self.book.told(key, reply, tries)
                return
            if reply.status_code != 503 and reply.status_code >= 500:
                self.book.refused[str(reply.status_code)] += 1
            time.sleep(0.05)


class Killer:
    def __init__(self, bench):
        self.bench, self.server = bench, bench.server

    def ready_s(self, begin):
        while time.monotonic() < begin + 60:
            try:
                if requests.get(self.server.url + "/readyz", timeout=2).status_code == 200:
                    return time.monotonic() - begin
            except requests.RequestException:
                pass
            time.sleep(0.02)
        raise RuntimeError(f"nothing is ready after a kill; see {self.server.folder}/serve.log")

    def server_once(self):
        self.server.process.kill()
        self.server.process.wait()
        begin = time.monotonic()
        self.server.start()
        return self.ready_s(begin)

    def postgres_once(self, number):
        """In turn one of its processes, after which it recovers by itself, and the postmaster, which somebody starts
        anew: here a command that opens the same folder."""
        data = os.path.join(self.server.folder, "postgres", "data")
        with open(os.path.join(data, "postmaster.pid"), encoding="utf-8") as file:
            postmaster = int(file.read().splitlines()[0])
        if number % 2:
            pids = [int(row[0]) for row in self.bench.psql(
                "SELECT pid FROM pg_stat_activity WHERE application_name = 'istri'")]
            os.kill(random.choice(pids), signal.SIGKILL)
            begin = time.monotonic()
        else:
            os.kill(postmaster, signal.SIGKILL)
            begin = time.monotonic()
            subprocess.run([self.server.istri, "migrate", "--status"], check=True, capture_output=True,
                           env=self.server.environment)
        # What is asked at once may still be told that all is well.
        while time.monotonic() < begin + 1 and requests.get(self.server.url + "/readyz", timeout=5).status_code == 200:
            time.sleep(0.02)
        return self.ready_s(begin)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--istri", default=".build/release/istri")
    parser.add_argument("--kills", type=int, default=50, help="of the server; a fifth as many of PostgreSQL")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="istri-kills-") as folder:
        os.chmod(folder, 0o755)
        server = Server(os.path.abspath(arguments.istri), folder)
        server.start()
        try:
            met = run(Bench(server), arguments.kills)
        finally:
            server.stop()
    sys.exit(0 if met else 1)


def run(bench, kills):
    bench.prepare()
    book, stop = Book(), threading.Event()
    starts = bench.starts(bench.centres[0], 300)
    with open(bench.path("customers"), encoding="utf-8") as file:
        customers = [line.split() for line in file]
    bookers = [
        Booker(bench.server.url, customers[number], [
            (centre, start) for start in starts for centre in bench.centres[number * 50:number * 50 + 50]], book, stop)
        for number in range(CUSTOMERS // 4)]
    for booker in bookers:
        booker.start()
    killer, times = Killer(bench), {"server": [], "PostgreSQL": []}
    try:
        for number in range(kills):
            time.sleep(random.uniform(0.2, 1.5))
            times["server"].append(killer.server_once())
        for number in range(kills // 5):
            time.sleep(random.uniform(0.2, 1.5))
            times["PostgreSQL"].append(killer.postgres_once(number))
        time.sleep(1)
    finally:
        stop.set()
        for booker in bookers:
            booker.join()
    return report(bench, book, times)


def report(bench, book, times):
    there = collections.defaultdict(list)
    for note, number in bench.psql("SELECT notes, id FROM bookings WHERE notes IS NOT NULL"):
        there[note].append(int(number))
    lost = [key for key, number in book.ids.items() if there.get(key) != [number]]
    twice = [key for key, numbers in there.items() if len(numbers) > 1]
    overlaps = int(bench.psql("""
        SELECT count(*) FROM bookings a JOIN bookings b ON b.resource_id = a.resource_id AND b.id > a.id
            AND b.scheduled_at < a.ends_at AND a.scheduled_at < b.ends_at""")[0][0])
    rows = [(f"kills of the {name}: ready again, s", f"{len(found)}: median {statistics.median(found):.2f}, most {max(found):.2f}",
             f"< {READY_S[name]}", max(found) < READY_S[name]) for name, found in times.items() if found]
    rows += [
        ("bookings acknowledged", f"{len(book.ids)}, {book.repeats} requests sent again", "", None),
        ("acknowledged, but not there as told", len(lost), "0", not lost),
        ("requests that made two bookings", len(twice), "0", not twice),
        ("never answered", len(book.open), "0", not book.open),
        ("bookings that overlap", overlaps, "0", overlaps == 0),
        ("other answers", ", ".join(f"{name}: {count}" for name, count in book.refused.items()) or "none", "none",
         not book.refused),
    ]
    print("| what | | target | |")
    print("|---|---|---|---|")
    for name, value, target, met in rows:
        print(f"| {name} | {value} | {target} | {'' if met is None else 'met' if met else '**missed**'} |")
    return all(met is not False for _, _, _, met in rows)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        say("ended early")
        sys.exit(130)
