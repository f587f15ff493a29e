"""How quick the pages are: on a cheap phone with a slow network, and on the server.

Prints a table; exit status 1 when a target is missed.
"""

import argparse
import http.client
import random
import statistics
import sys
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from rig import people
from rig.browser import chromium
from rig.crawl import NO_PAGE, Crawl, kind
from rig.devices import DESKTOP
from rig.server import DemoServer
from rig.slow_phone import slow_phone
from rig.visitor import Visitor

#: Pincodes in towns and in the country.
PINCODES = ("600004", "641001", "625001", "620002", "636001", "627001", "643233", "632001", "613001", "629001")


@dataclass(frozen=True)
class Visit:
    """A page that is measured on the phone: usable when `ready` is there, painted, and the processor is free."""

    name: str
    path: str
    ready: str
    usable_ms: int
    role: str | None = None
    transfer_kb: int | None = None
    shift: float | None = None
    blocking_ms: int | None = None


VISITS = (
    # Its form searches without scripts too; it counts once suggestions answer, which make it a combobox.
    Visit("search page", "/", "input[name=q][role=combobox]", 1500, transfer_kb=120, shift=0.05, blocking_ms=300),
    Visit("results with map", "/search?q=641001", ".map[data-ready]", 2500),
    Visit("staff map", "/dispatch", ".map[data-ready]", 4000, role="dispatcher"),
)
SERVER_P95_MS = 20


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--istri", default=".build/release/istri")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--requests", type=int, default=200, help="to each page, for the server's time")
    arguments = parser.parse_args()
    with DemoServer(arguments.istri) as server, chromium() as browser:
        rows = on_the_phone(browser, server, arguments.rounds) + on_the_server(browser, server, arguments.requests)
    sys.exit(0 if report(rows) else 1)


def on_the_phone(browser, server, rounds):
    """Rows (what, median, least, most, target, met): each page once a round, so that a busy moment hits all alike."""
    taken = {visit: [] for visit in VISITS}
    for _ in range(rounds):
        for visit in VISITS:
            taken[visit].append(measure(browser, server, visit))
    rows = []
    for visit, rounds_of_it in taken.items():
        for name, unit, target in (
            ("usable", "ms", visit.usable_ms), ("transfer", "KB", visit.transfer_kb), ("layout shift", "", visit.shift),
            ("blocking", "ms", visit.blocking_ms), ("longest task", "ms", visit.blocking_ms),
        ):
            values = [one[name] for one in rounds_of_it]
            rows.append(row(f"{visit.name}: {name}{unit and ', ' + unit}", values, target, statistics.median(values)))
    return rows


def measure(browser, server, visit):
    with slow_phone(browser, server.url, visit.ready) as (page, transfer, told):
        if visit.role:
            people.sign_in(page.context, server.url, *people.account(server.folder, visit.role))
        reply = page.goto(visit.path, wait_until="load", timeout=60_000)
        if reply.status != 200:
            raise RuntimeError(f"{reply.status} for {visit.path}")
        seen = told.wait()
    # A task that runs when the page is ready keeps it from answering; one that begins a second later is another matter.
    usable = max(seen["ready_ms"], seen["painted_ms"], seen["loaded_ms"])
    if seen["busy_until_ms"] - usable < 1000:
        usable = max(usable, seen["busy_until_ms"])
    return {"usable": usable, "transfer": transfer.bytes / 1000, "layout shift": seen["shift"],
            "blocking": seen["blocking_ms"], "longest task": seen["longest_ms"]}


def on_the_server(browser, server, requests):
    """A row for each page that links lead to, as whoever reaches it first; searches with pincodes in turn."""
    rows, known = [], set()
    for role in (None, *people.ROLES):
        visitor = Visitor(browser, server, "en", DESKTOP)
        try:
            if role:
                visitor.sign_in(role)
            crawl = Crawl(visitor)
            crawl.run()
            cookie = "; ".join(f"{c['name']}={c['value']}" for c in visitor.context.cookies())
        finally:
            visitor.close()
        for page, addresses in crawl.known.items():
            if page in known or NO_PAGE.search(urlsplit(addresses[0]).path):
                continue
            known.add(page)
            values = times(server, varied(page, addresses), cookie, requests)
            p95 = statistics.quantiles(values, n=20)[-1]
            rows.append(row(f"server: {page}{' as ' + role if role else ''}, p95 ms", values, SERVER_P95_MS, p95))
    return rows


def varied(page, addresses):
    return [f"/search?q={pincode}" for pincode in PINCODES] if page == "/search" else addresses


def times(server, addresses, cookie, requests):
    """Milliseconds from sending a request to the last byte of its answer, on one connection."""
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=30)
    headers = {"Accept": "text/html", "Accept-Encoding": "gzip", **({"Cookie": cookie} if cookie else {})}
    taken = []
    for _ in range(requests):
        address = random.choice(addresses)
        started = time.perf_counter()
        connection.request("GET", address, headers=headers)
        reply = connection.getresponse()
        reply.read()
        taken.append((time.perf_counter() - started) * 1000)
        if reply.status >= 400:
            raise RuntimeError(f"{reply.status} for {address}")
    connection.close()
    return taken


def row(name, values, target, figure):
    return name, figure, min(values), max(values), target, target is None or figure < target


def report(rows):
    print("| what | figure | least | most | target | |")
    print("|---|---|---|---|---|---|")
    for name, figure, least, most, target, met in rows:
        numbers = " | ".join(f"{number:.3g}" if number < 10 else f"{number:.0f}" for number in (figure, least, most))
        wanted = "" if target is None else f"< {target}"
        print(f"| {name} | {numbers} | {wanted} | {'' if target is None else 'met' if met else '**missed**'} |")
    return all(met for *_, met in rows)


if __name__ == "__main__":
    main()
