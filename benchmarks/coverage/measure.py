"""How long the questions about coverage and its changes take over HTTP, at 5,000 and 50,000 sample centres, how long a mass
change takes, and whether the answers are exact.

Prints tables; exit status 1 when a target is missed or an answer is wrong.
"""

import argparse
import os
import sys
import tempfile
import time

import exact
import questions
from network import Network

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "Tests", "fuzz"))
from server import Server  # noqa: E402

#: Of the median at 5,000 centres, in ms.
TARGETS = {"gaps": 20, "summary": 20, "area of 60 corners stored": 50, "suggestions, 10": 1000}
#: Of one imagined change; twenty at a time are shown for how it grows.
WHAT_IF_TARGET = 100
#: Of storing an area at 50,000 centres, in medians at 5,000.
GREATEST_GROWTH = 1.5
GREATEST_OPTIMALITY_GAP = 0.02
#: Areas of a mass change, the fewer and the more, and how many times as long the more may take per area.
MASS = (1000, 4000)
GREATEST_MASS_GROWTH = 1.3


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--istri", default=".build/release/istri")
    parser.add_argument("--quick", action="store_true", help="few rounds at 400 and 5,000 centres, to see that all works")
    arguments = parser.parse_args()
    rounds, sizes = (5, (400, 5000)) if arguments.quick else (40, (400, 5000, 50_000))
    verdicts = Verdicts()
    with tempfile.TemporaryDirectory(prefix="istri-coverage-") as folder:
        os.chmod(folder, 0o755)
        server = Server(os.path.abspath(arguments.istri), folder)
        server.start()
        try:
            times, truths, mass = run(Network(server), sizes, rounds)
        finally:
            server.stop()
    report_times(times, verdicts)
    report_truths(truths, verdicts)
    report_mass(mass, verdicts)
    for missed in verdicts.missed:
        print(missed, file=sys.stderr)
    sys.exit(1 if verdicts.missed else 0)


def run(network, sizes, rounds):
    times, truths, mass = {}, {}, {}
    for size in sizes:
        network.load(size)
        print(f"{size} centres are loaded", file=sys.stderr)
        truths[size] = exact.wrong_counts(network) + (exact.greatest_share_off(network),)
        print(f"{size} centres: {truths[size]}", file=sys.stderr)
        if size > 400:
            times[size] = questions.measure(network, rounds)
            print(f"{size} centres are measured", file=sys.stderr)
        if size == 5000:
            mass = {count: mass_change(network, count) for count in MASS}
    return times, truths, mass


def mass_change(network, count):
    """Seconds of one statement that moves so many areas, of all kinds, and back: the slower of both. The kinds follow one
    another in the order of ids, and outlines of cells take several times as long as circles."""
    took = []
    for by in (0.001, -0.001):
        began = time.perf_counter()
        network.rows(f"""
            UPDATE service_areas SET geom = ST_Translate(geom, {by}, 0)
            WHERE id IN (SELECT id FROM service_areas WHERE status = 'in_force' ORDER BY md5(id::text) LIMIT {count})""")
        took.append(time.perf_counter() - began)
    return max(took)


class Verdicts:
    def __init__(self):
        self.missed = []

    def of(self, what, reached):
        if not reached:
            self.missed.append(f"missed: {what}")
        return "met" if reached else "**missed**"


def report_times(times, verdicts):
    sizes = sorted(times)
    heads = "".join(f" {size} centres: median, ms | p95, ms |" for size in sizes)
    growth = f" {sizes[-1]} / {sizes[0]} |" if len(sizes) > 1 else ""
    print(f"| question |{heads}{growth} target | |")
    print("|---|" + "---|---|" * len(sizes) + ("---|" if growth else "") + "---|---|")
    for name in times[sizes[0]][0]:
        figures = [questions.summary(times[size][0][name]) for size in sizes]
        target = WHAT_IF_TARGET if name.startswith("what-if: one") else TARGETS.get(name)
        row = [f"{median:.1f} | {p95:.1f}" for median, p95 in figures]
        words, reached = [], True
        if target:
            words, reached = [f"< {target} ms"], figures[0][0] < target
        if growth:
            ratio = figures[-1][0] / figures[0][0]
            row.append(f"{ratio:.2f}")
            if name == "area of 60 corners stored":
                words.append(f"<= {GREATEST_GROWTH} times")
                reached = reached and ratio <= GREATEST_GROWTH
        print(f"| {name} | {' | '.join(row)} | {', '.join(words)} | {verdicts.of(name, reached) if words else ''} |")
    gap = max(gap for _, gap in times.values())
    verdict = verdicts.of("optimality gap", gap <= GREATEST_OPTIMALITY_GAP)
    print(f"\nGreatest optimality gap of the suggestions: {gap:.4f} (<= {GREATEST_OPTIMALITY_GAP}: {verdict}).\n")


def report_truths(truths, verdicts):
    sizes = sorted(truths)
    print("| answers that are wrong |" + "".join(f" {size} centres |" for size in sizes) + " target | |")
    print("|---|" + "---|" * len(sizes) + "---|---|")
    for index, name in enumerate(("centres that cover a pincode", "gaps and their order", "fragile pincodes")):
        wrong = [truths[size][index] for size in sizes]
        print(f"| {name} | {' | '.join(map(str, wrong))} | 0 | {verdicts.of(name, not any(wrong))} |")
    name = "uncovered km2 of a district, off by at most (share of its area)"
    shares = [truths[size][3] for size in sizes]
    print(f"| {name} | {' | '.join(f'{share:.2e}' for share in shares)} | <= {exact.GREATEST_SHARE_OFF} "
          f"| {verdicts.of(name, max(shares) <= exact.GREATEST_SHARE_OFF)} |\n")


def report_mass(mass, verdicts):
    few, many = MASS
    print("| one statement moves | seconds | ms per area | target | |\n|---|---|---|---|---|")
    print(f"| {few} areas | {mass[few]:.1f} | {1000 * mass[few] / few:.2f} | | |")
    growth = (mass[many] / many) / (mass[few] / few)
    print(f"| {many} areas | {mass[many]:.1f} | {1000 * mass[many] / many:.2f} | <= {GREATEST_MASS_GROWTH} times per area "
          f"| {verdicts.of('mass change', growth <= GREATEST_MASS_GROWTH)} |")


if __name__ == "__main__":
    main()
