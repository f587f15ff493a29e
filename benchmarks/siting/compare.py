"""Holds the suggestions of a running server against an exact solver (HiGHS) on the same data.

The distances are PostGIS's, not the server's own, so that a mistake there shows too. Prints a table; exit status 1 when a
suggestion reaches less than 0.98 of the optimum, a bound lies below it, or a promise about gap or time is not kept.
"""

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import time

import highspy
import numpy
import requests

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "Tests", "fuzz"))
from server import Server  # noqa: E402

COUNTS = (5, 10, 25)
RADII_KM = (5, 10, 20)
# Most pincodes are covered with 400 centres, and next to all with 5,000; 20 and none leave much to choose.
NETWORKS = (5000, 400, 20, 0)

LEAST_SHARE = 0.98
GREATEST_GAP = 0.02
GREATEST_SECONDS = 1.0
SOLVER_SECONDS = 20


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--istri", default=".build/release/istri")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="istri-siting-") as folder:
        os.chmod(folder, 0o755)
        server = Server(os.path.abspath(arguments.istri), folder)
        server.start()
        try:
            failures = compare(server)
        finally:
            server.stop()
    for failure in failures:
        print(failure, file=sys.stderr)
    sys.exit(1 if failures else 0)


def compare(server):
    session = dispatcher(server)
    failures = []
    print("| centres | objective | count | radius | not covered | ours | optimum (HiGHS) | share | bound | gap | ours, s "
          "| HiGHS, s |")
    print("|" + "---|" * 12)
    for centres in NETWORKS:
        load_network(server, centres)
        for radius_km in RADII_KM:
            points, households, pairs = instance(server, radius_km)
            for count in COUNTS + (None,):
                ours, seconds = ask(server, session, count, radius_km)
                exact = Exact(points, households, pairs, count)
                failures += judge(centres, count, radius_km, households, ours, seconds, exact)
    return failures


def dispatcher(server):
    email, password = "dispatcher@example.org", "an iron left on overnight"
    server.create_user("dispatcher", email, password)
    reply = requests.post(server.url + "/api/login", json={"email": email, "password": password}, timeout=30)
    reply.raise_for_status()
    session = requests.Session()
    session.headers["Authorization"] = "Bearer " + reply.json()["access_token"]
    return session


def load_network(server, centres):
    """The first so many of a sample network; a demonstration's own centre goes with the others."""
    subprocess.run([server.istri, "sample", "--centres", str(max(centres, 400)), "--seed", "1"], check=True,
                   env=server.environment, capture_output=True, timeout=600)
    keep = f"SELECT id FROM service_providers WHERE is_sample ORDER BY id LIMIT {centres}"
    server.sql(f"DELETE FROM service_areas WHERE provider_id NOT IN ({keep})")


def instance(server, radius_km):
    """The points that no area covers, their households, and the pairs (point, candidate) within the radius."""
    gaps = "SELECT p.* FROM pincodes p LEFT JOIN pincode_coverage_counts c USING (pincode) " \
           "WHERE coalesce(c.coverage_count, 0) = 0"
    rows = server.sql(f"SELECT g.pincode || ',' || households FROM ({gaps}) g JOIN pincode_demand USING (pincode)")
    points = [int(row.split(",")[0]) for row in rows]
    households = numpy.array([int(row.split(",")[1]) for row in rows], dtype=float)
    number = {pincode: index for index, pincode in enumerate(points)}
    sites = {int(row): index for index, row in enumerate(server.sql("SELECT pincode FROM pincodes ORDER BY 1"))}
    # The projection is within 0.2 % of the truth: its index finds the candidates, the geodesic decides.
    rows = server.sql(f"""
        SELECT g.pincode || ',' || s.pincode FROM ({gaps}) g
        JOIN pincodes s ON ST_DWithin(g.location_m, s.location_m, {radius_km * 1000} * 1.01)
        WHERE ST_Distance(g.location::geography, s.location::geography) <= {radius_km * 1000}""")
    pairs = [(number[int(point)], sites[int(site)]) for point, site in (row.split(",") for row in rows)]
    return points, households, pairs


def ask(server, session, count, radius_km):
    parameters = {"radius_km": radius_km, "objective": "max_cover" if count else "set_cover"}
    if count:
        parameters["count"] = count
    begin = time.monotonic()
    reply = session.get(server.url + "/api/coverage/suggestions", params=parameters, timeout=60)
    seconds = time.monotonic() - begin
    reply.raise_for_status()
    return reply.json(), seconds


class Exact:
    """Maximal covering with `count` sites, set covering without: solved by HiGHS, within its time."""

    def __init__(self, points, households, pairs, count):
        self.value, self.bound, self.seconds = 0.0, 0.0, 0.0
        if not points:
            return
        with nothing_printed():
            self.solve(points, households, pairs, count)

    def solve(self, points, households, pairs, count):
        model = highspy.Highs()
        model.silent()
        model.setOptionValue("time_limit", float(SOLVER_SECONDS))
        model.setOptionValue("mip_rel_gap", 0.0)
        sites = sorted({site for _, site in pairs})
        x = {site: model.addBinary(obj=0.0 if count else 1.0) for site in sites}
        reaching = [[] for _ in points]
        for point, site in pairs:
            reaching[point].append(x[site])
        for point, around in enumerate(reaching):
            if count:
                y = model.addVariable(0, 1, obj=households[point])
                model.addConstr(sum(around) >= y)
            else:
                model.addConstr(sum(around) >= 1)
        if count:
            model.addConstr(sum(x.values()) <= count)
            model.changeObjectiveSense(highspy.ObjSense.kMaximize)
        begin = time.monotonic()
        model.run()
        self.seconds = time.monotonic() - begin
        self.value = model.getInfo().objective_function_value
        self.bound = model.getInfo().mip_dual_bound


@contextlib.contextmanager
def nothing_printed():
    """HiGHS introduces itself on standard output whatever its options say."""
    sys.stdout.flush()
    kept = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def judge(centres, count, radius_km, households, ours, seconds, exact):
    found = ours["gained_demand"] if count else len(ours["items"])
    optimum, proven = round(exact.value), abs(exact.value - exact.bound) < 0.5
    share = 1.0 if found == optimum else (found / optimum if count else optimum / found)
    print(f"| {centres} | {ours['objective']} | {count or ''} | {radius_km} km | {len(households)} | {found} "
          f"| {optimum}{'' if proven else ' (not proven)'} | {share:.4f} | {ours['bound']} "
          f"| {100 * ours['optimality_gap']:.2f} % | {seconds:.3f} | {exact.seconds:.2f} |", flush=True)
    case = f"{centres} centres, {ours['objective']} {count}, {radius_km} km"
    failures = []
    if count and share < LEAST_SHARE:
        failures.append(f"{case}: {share:.4f} of the optimum")
    if proven and (ours["bound"] < optimum if count else ours["bound"] > optimum):
        failures.append(f"{case}: the bound {ours['bound']} is wrong, the optimum is {optimum}")
    if proven and (found > optimum if count else found < optimum):
        failures.append(f"{case}: {found} can't be reached, the optimum is {optimum}")
    if count and ours["optimality_gap"] > GREATEST_GAP:
        failures.append(f"{case}: a gap of {ours['optimality_gap']}")
    if count == 10 and centres == 5000 and seconds > GREATEST_SECONDS:
        failures.append(f"{case}: {seconds:.2f} s")
    return failures


if __name__ == "__main__":
    main()
