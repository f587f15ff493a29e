"""How many invoices a second `istri work` numbers, draws and stores beside PostgreSQL on this machine, what processor time
one costs, and whether its memory stays flat.

Prints a table; exit status 1 when a target is missed.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "Tests", "fuzz"))
from server import Server  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
INVOICES = 10_000
LEAST_PER_SECOND = 100
MOST_CPU_MS = 10
#: Of the resident memory, from the 2,000th invoice to the last.
MOST_GROWTH = 1.1
TICK_S = 1 / os.sysconf("SC_CLK_TCK")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--istri", default=".build/release/istri")
    parser.add_argument("--invoices", type=int, default=INVOICES)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="istri-invoices-") as folder:
        os.chmod(folder, 0o755)
        server = Server(os.path.abspath(arguments.istri), folder)
        server.start()
        worker = None
        try:
            database = Database(server)
            database.prepare(arguments.invoices)
            worker = subprocess.Popen([server.istri, "work"], env=server.environment, stdout=server.log, stderr=server.log)
            time.sleep(2)
            # The worker holds the private cluster from here on, and nobody else does jobs.
            server.stop()
            figures = measure(worker.pid, database, arguments.invoices)
        finally:
            server.stop()
            if worker:
                worker.terminate()
                worker.wait(60)
    sys.exit(0 if report(figures, arguments.invoices) else 1)


class Database:
    def __init__(self, server):
        with open(os.path.join(server.folder, "postgres", "data", "postmaster.pid"), encoding="utf-8") as file:
            self.conninfo = f"host={file.read().splitlines()[4]} dbname=istri user=istri"

    def psql(self, *arguments):
        done = subprocess.run(["psql", self.conninfo, "-XAtq", "-v", "ON_ERROR_STOP=1", *arguments],
                              capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"psql failed: {done.stderr}")
        return done.stdout.strip()

    def prepare(self, count):
        self.psql("-v", f"count={count}", "-f", os.path.join(HERE, "bookings.sql"))

    def drawn(self):
        return int(self.psql("-c", "SELECT count(*) FROM invoice_files"))


def measure(process, database, count):
    database.psql("-c", "INSERT INTO jobs (kind, payload) SELECT 'issue_invoice', json_build_object('bookingID', id)"
                        " FROM bookings WHERE notes = 'measured' ORDER BY id")
    begin, cpu = time.monotonic(), cpu_s(process)
    memory = []
    while (drawn := database.drawn()) < count:
        if drawn >= min(2000, count // 2):
            memory.append(resident_mb(process))
        if time.monotonic() - begin > count / 10:
            raise RuntimeError(f"only {drawn} invoices came about")
        time.sleep(0.5)
    elapsed = time.monotonic() - begin
    gaps = int(database.psql("-c", "SELECT count(*) FROM (SELECT series, kind, financial_year FROM invoices"
                                   " GROUP BY 1, 2, 3 HAVING max(number) <> count(*)) AS gap"))
    size = float(database.psql("-c", "SELECT avg(length(pdf)) / 1024 FROM invoice_files"))
    return {"rate": count / elapsed, "cpu_ms": (cpu_s(process) - cpu) * 1000 / count, "memory": memory, "gaps": gaps,
            "kb": size}


def cpu_s(process):
    with open(f"/proc/{process}/stat", encoding="ascii") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * TICK_S


def resident_mb(process):
    with open(f"/proc/{process}/status", encoding="ascii") as file:
        return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmRSS"))


def report(figures, count):
    quarter = max(len(figures["memory"]) // 4, 1)
    early = sum(figures["memory"][:quarter]) / quarter
    late = sum(figures["memory"][-quarter:]) / quarter
    rows = [
        ("invoices a second", f"{figures['rate']:.0f}", f"at least {LEAST_PER_SECOND}", figures["rate"] >= LEAST_PER_SECOND),
        ("processor time of one, numbered, drawn and stored", f"{figures['cpu_ms']:.1f} ms", f"under {MOST_CPU_MS} ms",
         figures["cpu_ms"] < MOST_CPU_MS),
        ("memory, early and late", f"{early:.0f} MB, {late:.0f} MB", f"at most {MOST_GROWTH} times",
         late <= early * MOST_GROWTH),
        ("series with a gap", f"{figures['gaps']}", "0", figures["gaps"] == 0),
        ("size of one", f"{figures['kb']:.0f} KB", "", True),
    ]
    print(f"{count} invoices of three repairs, every second in Tamil, by one worker beside PostgreSQL.\n")
    print("| what | measured | target | |")
    print("|---|---|---|---|")
    for what, measured, target, met in rows:
        print(f"| {what} | {measured} | {target} | {'' if met else 'missed'} |")
    return all(met for *_, met in rows)


if __name__ == "__main__":
    main()
