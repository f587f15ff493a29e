"""How long the map's tiles take to be made, of all layers at all zooms, at 5,000 and 50,000 sample centres: in the
database, with nothing kept, over the tiles that meet the state.

Prints a table; exit status 1 when a target is missed at 5,000 centres.
"""

import argparse
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "Tests", "fuzz"))
from server import Server  # noqa: E402

SIZES = (5000, 50_000)
#: Tiles of a zoom that are measured; further zooms have more, and a sample of them is taken.
MOST = 1000


def target(zoom):
    """Milliseconds that 95 of 100 tiles may take."""
    return 15 if zoom < 9 else 3


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--istri", default=".build/release/istri")
    parser.add_argument("--most", type=int, default=MOST)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="istri-tiles-") as folder:
        os.chmod(folder, 0o755)
        server = Server(os.path.abspath(arguments.istri), folder)
        server.start()
        try:
            figures = {size: measure(server, size, arguments.most) for size in arguments.sizes}
        finally:
            server.stop()
    sys.exit(0 if report(figures) else 1)


def measure(server, centres, most):
    """By layer and zoom: tiles, p50, p95, KB."""
    subprocess.run([server.istri, "sample", "--centres", str(centres), "--seed", "1"], check=True,
                   env=server.environment, capture_output=True, timeout=1800)
    server.sql("VACUUM ANALYZE")
    with open(os.path.join(server.folder, "postgres", "data", "postmaster.pid"), encoding="utf-8") as file:
        socket = file.read().splitlines()[4]
    done = subprocess.run(
        ["psql", f"host={socket} dbname=istri user=istri", "-XAtq", "-F", " ", "-v", "ON_ERROR_STOP=1",
         "-v", f"most={most}", "-f", os.path.join(os.path.dirname(__file__), "measure.sql")],
        capture_output=True, text=True, timeout=1800)
    if done.returncode != 0:
        raise RuntimeError(f"psql failed: {done.stderr}")
    rows = [line.split() for line in done.stdout.splitlines()]
    return {(layer, int(zoom)): (int(tiles), float(p50), float(p95), float(kb))
            for layer, zoom, tiles, p50, p95, kb in rows}


def report(figures):
    sizes = sorted(figures)
    heads = "".join(f" {size} centres: p50 ms | p95 ms | KB |" for size in sizes)
    print(f"| layer | zoom | tiles |{heads} target | |")
    print("|---|---|---|" + "---|---|---|" * len(sizes) + "---|---|")
    met = True
    for layer, zoom in figures[sizes[0]]:
        tiles, _, p95, _ = figures[sizes[0]][layer, zoom]
        reached = p95 < target(zoom)
        met = met and reached
        cells = "".join("{:.2f} | {:.2f} | {:.1f} | ".format(*figures[size][layer, zoom][1:]) for size in sizes)
        print(f"| {layer} | {zoom} | {tiles} | {cells}< {target(zoom)} | {'met' if reached else '**missed**'} |")
    return met


if __name__ == "__main__":
    main()
