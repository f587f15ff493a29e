"""Whether many who want few hours get each exactly once, and how long booking and free slots take, at 10,000 and at
1,000,000 bookings.

Prints tables; exit status 1 when a target is missed.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

import requests

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "Tests", "fuzz"))
from server import Server  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
CENTRES = 5000
#: Whose calendars are as a shop's; the others never close, so that there are hours enough to sell.
CENTRES_WITH_HOURS = 600
CUSTOMERS = 64
SLOTS_TARGET_MS = 10
LEAST_SHARE_OF_PGBENCH = 0.5
GREATEST_GROWTH = 1.3
#: Of the same rate within one run, forwards and backwards in turn.
ROUNDS = 5


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--istri", default=".build/release/istri")
    parser.add_argument("--quick", action="store_true", help="20,000 attempts and 100,000 bookings, to see that all works")
    parser.add_argument("--attempts", type=int, help="how many to make in the race; by itself half an hour's worth")
    arguments = parser.parse_args()
    attempts, sizes, seconds = (20_000, (10_000, 100_000), 3) if arguments.quick else (
        1_000_000, (10_000, 1_000_000), 10)
    attempts = arguments.attempts or attempts
    with tempfile.TemporaryDirectory(prefix="istri-bookings-") as folder:
        os.chmod(folder, 0o755)
        server = Server(os.path.abspath(arguments.istri), folder)
        server.start()
        try:
            bench = Bench(server)
            bench.prepare()
            race = bench.race(attempts)
            figures = {size: bench.at(size, seconds) for size in sizes}
        finally:
            server.stop()
    sys.exit(0 if report(race, figures, sizes) else 1)


class Bench:
    def __init__(self, server):
        self.server = server
        self.position = 0

    def psql(self, text):
        """Rows of columns, without a limit on the time."""
        done = subprocess.run(["psql", self.conninfo, "-XAtq", "-F", " ", "-v", "ON_ERROR_STOP=1", "-c", text],
                              capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"psql failed: {done.stderr}")
        return [line.split() for line in done.stdout.splitlines()]

    @property
    def conninfo(self):
        with open(os.path.join(self.server.folder, "postgres", "data", "postmaster.pid"), encoding="utf-8") as file:
            return f"host={file.read().splitlines()[4]} dbname=istri user=istri"

    def prepare(self):
        """Centres that never close, one bench each, others with the sample's hours, and customers who are signed in."""
        say(f"loading {CENTRES} centres")
        subprocess.run([self.server.istri, "sample", "--centres", str(CENTRES), "--seed", "1"], check=True,
                       env=self.server.environment, capture_output=True)
        self.usual = [int(row[0]) for row in self.psql(
            "SELECT id FROM service_providers WHERE is_sample AND status = 'approved'"
            f" ORDER BY id DESC LIMIT {CENTRES_WITH_HOURS}")]
        self.psql("UPDATE service_providers SET slot_minutes = 30,"
                  f" open_minutes = CASE WHEN id < {self.usual[-1]} THEN '{{[0,10080)}}' ELSE open_minutes END WHERE is_sample")
        self.psql("INSERT INTO provider_services (provider_id, service, price_paise, minutes)"
                  " SELECT id, 'thermostat', 33000, 30 FROM service_providers WHERE status = 'approved'"
                  " ON CONFLICT (provider_id, service) DO UPDATE SET minutes = 30")
        self.psql("VACUUM ANALYZE")
        self.centres = [int(row[0]) for row in self.psql(
            f"SELECT id FROM service_providers WHERE is_sample AND status = 'approved' AND id < {self.usual[-1]} ORDER BY id")]
        with open(self.path("customers"), "w", encoding="utf-8") as file:
            for number in range(CUSTOMERS):
                print(*self.customer(number), file=file)
        self.customer_id = self.psql("SELECT min(id) FROM users WHERE email LIKE 'booker-%'")[0][0]

    def customer(self, number):
        account = {"email": f"booker-{number}@benchmark.example", "password": "an iron left on overnight"}
        requests.post(self.server.url + "/api/register", timeout=30, json={
            "name": "Booker", "phone": f"+9198{number:08}", "role": "customer", "consent": {"terms": True, "offers": False},
            **account}).raise_for_status()
        reply = requests.post(self.server.url + "/api/login", timeout=30, json=account)
        reply.raise_for_status()
        return reply.cookies["__Host-istri"], reply.json()["csrf_token"]

    def path(self, name):
        return os.path.join(self.server.folder, name)

    def race(self, attempts):
        """Many want the hours of a few centres: 10,000 slots, or as many as there are attempts for."""
        wanted = min(10_000, attempts // 10)
        centres, benches = self.centres[:50], 4
        self.psql(f"UPDATE service_providers SET benches = {benches} WHERE id = ANY ('{{{','.join(map(str, centres))}}}')")
        starts = self.starts(centres[0], wanted // (len(centres) * benches))
        self.write_slots((centre, start) for start in starts for centre in centres)
        say(f"{attempts} attempts on {wanted} slots")
        sums, begin = {}, time.monotonic()
        while sums.get("requests", 0) < attempts:
            for name, value in self.wrk(CUSTOMERS, 60 if attempts > 100_000 else 10, "random").items():
                sums[name] = sums.get(name, 0) + value
        bookings, overlaps = map(int, self.psql("""
            SELECT count(*), count(*) FILTER (WHERE begins < before) FROM (
                SELECT scheduled_at AS begins, max(upper(during)) OVER (PARTITION BY resource_id
                    ORDER BY scheduled_at, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
                FROM bookings) AS b""")[0])
        # Their starts are sold out; what is measured next has centres of its own.
        self.centres = self.centres[50:]
        return {"attempts": sums["requests"], "slots": wanted, "bookings": bookings, "overlaps": overlaps,
                "5xx": sums["errors_5xx"], "others": sums["others"], "broken": sums["broken"],
                "rate": sums["requests"] / (time.monotonic() - begin)}

    def starts(self, centre, count):
        found = []
        days = 14 if count > 300 else 10
        day = time.time() + 86_400
        while len(found) < count:
            text = time.strftime("%Y-%m-%d", time.gmtime(day + 19_800))
            with urllib.request.urlopen(
                    f"{self.server.url}/api/providers/{centre}/slots?service=thermostat&from={text}&days={days}") as reply:
                items = json.load(reply)["items"]
            if not items:
                raise RuntimeError("there are not enough slots")
            found += [item["starts_at"] for item in items]
            day += days * 86_400
        return found[:count]

    def write_slots(self, slots):
        with open(self.path("slots"), "w", encoding="utf-8") as file:
            for centre, start in slots:
                print(centre, start, file=file)

    def wrk(self, connections, seconds, how, begin=0):
        done = subprocess.run(
            ["wrk", "-t2", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", os.path.join(HERE, "book.lua"),
             self.server.url, "--", self.server.folder, how, str(begin)], capture_output=True, text=True, check=True)
        line = re.search(r"^result (.*)$", done.stdout, re.MULTILINE)
        return {name: int(value) for name, value in (pair.split("=") for pair in line[1].split())}

    def at(self, size, seconds):
        """The figures with so many bookings there."""
        self.fill(size)
        starts = self.starts(self.centres[0], 400)
        self.write_slots((centre, start) for start in starts for centre in self.centres[:400])
        rates, shares, latencies = [], [], []
        for number in range(ROUNDS):
            both = [lambda: self.create(seconds), lambda: self.pgbench(seconds)]
            if number % 2:
                pgbench, made = both[1](), both[0]()
            else:
                made, pgbench = both[0](), both[1]()
            rate = made["created"] / (made["duration_us"] / 1e6)
            if made["others"] or made["broken"]:
                raise RuntimeError(f"not all were booked: {made}")
            rates.append(rate)
            shares.append(rate / pgbench)
            latencies.append(made["p95_us"] / 1000)
        # Nobody should wait for what was left to be told.
        self.drop_jobs()
        # Those of the next size begin anew.
        self.centres, self.position = self.centres[400:], 0
        return {"rate": statistics.median(rates), "share": statistics.median(shares),
                "create p95": statistics.median(latencies), "slots p95": self.slots_p95(self.usual),
                "day and night p95": self.slots_p95(self.centres[-CENTRES_WITH_HOURS:])}

    def fill(self, size):
        """Bookings as they would lie: most of them over, as many at each centre, at hours that don't meet others'."""
        there = int(self.psql("SELECT count(*) FROM bookings")[0][0])
        missing = size - there
        if missing <= 0:
            return
        say(f"adding {missing} bookings")
        each = missing // 4000 + 1
        self.psql(f"""
            INSERT INTO bookings (customer_id, provider_id, resource_id, status, mode, pincode, scheduled_at, ends_at,
                during, total_paise, changed_role)
            SELECT {self.customer_id}, r.provider_id, r.id, CASE WHEN at < now() THEN 'completed' ELSE 'accepted' END,
                'walk_in', 600001, at, at + interval '30 minutes', tstzrange(at, at + interval '30 minutes'), 33000, 'system'
            FROM (SELECT * FROM booking_resources WHERE kind = 'bench' AND number = 1 AND provider_id > {self.centres[-3000]}
                AND provider_id <= {self.usual[0]} LIMIT 4000) AS r,
                generate_series(1, {each}) AS n,
                LATERAL (SELECT date_trunc('day', now()) - interval '300 days'
                    + (n * 360.0 / {each}) * interval '1 day' AS raw) AS spread,
                LATERAL (SELECT date_bin('30 minutes', raw + (r.id % 48) * interval '30 minutes', '2026-01-01') AS at) AS slot
            ON CONFLICT DO NOTHING""")
        self.psql("VACUUM ANALYZE")
        self.psql("CHECKPOINT")

    def create(self, seconds):
        self.drop_jobs()
        made = self.wrk(32, seconds, "each", self.position)
        # Beyond what either thread asked for.
        self.position = made["position"] + 2
        return made

    def pgbench(self, seconds):
        """Transactions a second on the technicians, whom nobody else books here."""
        first, last, count = map(int, self.psql(
            "SELECT min(id), max(id), count(*) FROM booking_resources WHERE kind = 'technician' AND number = 1"
            f" AND provider_id = ANY ('{{{','.join(map(str, self.centres[:400]))}}}')")[0])
        resources = int(self.psql(f"SELECT count(*) FROM booking_resources WHERE id BETWEEN {first} AND {last}")[0][0])
        self.begin = getattr(self, "begin", 0) + 2000
        self.drop_jobs()
        values = {"i": 0, "clients": 8, "resources": resources // 8 * 8, "first": first, "provider": self.centres[0],
                  "providers": 300, "customer": self.customer_id, "begin": self.begin, "epoch": "2030-01-01"}
        if last - first + 1 != resources:
            raise RuntimeError("the resources' ids have gaps")
        done = subprocess.run(
            ["pgbench", "-n", "-M", "prepared", "-c", "8", "-j", "2", "-T", str(seconds), "-f",
             os.path.join(HERE, "create.sql")] + [f"-D{name}={value}" for name, value in values.items()]
            + [self.conninfo], capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"pgbench failed: {done.stderr}")
        failed = re.search(r"number of failed transactions: (\d+)", done.stdout)
        if failed and failed[1] != "0":
            raise RuntimeError(f"pgbench: {done.stdout}")
        return float(re.search(r"tps = ([0-9.]+)", done.stdout)[1])

    def drop_jobs(self):
        """What one left to be done isn't done during the other."""
        self.psql("DELETE FROM jobs WHERE kind = 'tell_of_booking' AND status = 'waiting'")
        self.psql("VACUUM ANALYZE jobs")

    def slots_p95(self, centres):
        times = []
        session = requests.Session()
        for centre in centres:
            begin = time.perf_counter()
            session.get(f"{self.server.url}/api/providers/{centre}/slots?days=14", timeout=10).raise_for_status()
            times.append(1000 * (time.perf_counter() - begin))
        return statistics.quantiles(times[50:], n=20)[-1]


def report(race, figures, sizes):
    few, many = (figures[size] for size in sizes)
    growth = {"create": few["rate"] / many["rate"], "slots": many["slots p95"] / few["slots p95"]}
    rows = [
        ("attempts by 64 clients", f"{race['attempts']} on {race['slots']} slots, {race['rate']:.0f}/s", "", None),
        ("bookings made of them", race["bookings"], f"{race['slots']}", race["bookings"] == race["slots"]),
        ("bookings that overlap", race["overlaps"], "0", race["overlaps"] == 0),
        ("5xx, other answers, broken connections", f"{race['5xx']}, {race['others']}, {race['broken']}", "0",
         race["5xx"] + race["others"] + race["broken"] == 0),
    ]
    for size in sizes:
        found = figures[size]
        rows += [
            (f"create at {size} bookings", f"{found['rate']:.0f}/s, p95 {found['create p95']:.1f} ms", "", None),
            (f"create at {size} bookings / pgbench", f"{found['share']:.2f}", f">= {LEAST_SHARE_OF_PGBENCH}",
             found["share"] >= LEAST_SHARE_OF_PGBENCH),
            *((f"slots of 14 days at {size} bookings, {whose}, p95", f"{found[name]:.2f} ms", f"< {SLOTS_TARGET_MS} ms",
               found[name] < SLOTS_TARGET_MS)
              for whose, name in (("a shop's hours", "slots p95"), ("day and night", "day and night p95"))),
        ]
    rows += [(f"{name}: times as long at {sizes[1]} as at {sizes[0]}", f"{value:.2f}", f"<= {GREATEST_GROWTH}",
              value <= GREATEST_GROWTH) for name, value in growth.items()]
    print("| what | | target | |")
    print("|---|---|---|---|")
    for name, value, target, met in rows:
        print(f"| {name} | {value} | {target} | {'' if met is None else 'met' if met else '**missed**'} |")
    return all(met is not False for _, _, _, met in rows)


def say(text):
    print(text, file=sys.stderr)


if __name__ == "__main__":
    main()
