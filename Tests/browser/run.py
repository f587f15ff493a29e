"""Starts a demonstration server, runs the browser tests against it, and stops it.

    run.py --istri .build/debug/istri [what pytest takes: files, -k, -x]
"""

import argparse
import json
import os
import subprocess
import sys
import time

from rig import pages
from rig.server import DemoServer
from rig.words import ROOT

HERE = os.path.dirname(os.path.abspath(__file__))
#: Where pytest keeps which tests failed.
CACHE = os.path.join(ROOT, ".build", "browser", "pytest")
#: pytest's exit status when tests were run and some failed.
SOME_FAILED = 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--istri", required=True, help="the program under test")
    parser.add_argument("--workers", default="2", help="browsers at a time")
    parser.add_argument("--second-try", type=int, default=0, metavar="N",
                        help="when at most N tests failed, try them once more, one browser at a time")
    arguments, further = parser.parse_known_args()
    started = time.monotonic()
    with DemoServer(arguments.istri) as server:
        print(f"server ready after {time.monotonic() - started:.0f} s")
        status = run(server, arguments.workers, further)
        failed = failures() if status == SOME_FAILED else []
        if 0 < len(failed) <= arguments.second_try:
            print("A second try, with a machine that has nothing else to do, for:", *failed, sep="\n")
            status = run(server, "1", [*further, "--last-failed"])
        if status == 0 and is_whole(further):
            missed = pages.missed(looked_at(server))
            if missed:
                print("Pages that no flow and no link led to:", *missed, sep="\n")
                status = 1
        if status != 0:
            with open(os.path.join(server.folder, "serve.log"), encoding="utf-8") as log:
                print("the server's last words:", *log.readlines()[-10:], sep="\n")
    sys.exit(status)


def run(server, workers, further):
    """pytest's exit status."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-n", workers, "--dist", "worksteal", "-o", f"cache_dir={CACHE}", *further],
        cwd=HERE, env=dict(os.environ, ISTRI_BROWSER_URL=server.url, ISTRI_BROWSER_FOLDER=server.folder,
                            ISTRI_BROWSER_SEEN=os.path.join(server.folder, "seen"),
                            ISTRI_BROWSER_LOOKED_AT=looked_at(server))).returncode


def looked_at(server):
    return os.path.join(server.folder, "looked-at")


def is_whole(further):
    """Whether all flows and the crawl were run, and not only some of them."""
    asked = set(further) - {"--short"}
    return not asked or asked - {"selftest"} == {"flows", "crawl"}


def failures():
    """Names of the tests that failed in the last run."""
    try:
        with open(os.path.join(CACHE, "v", "cache", "lastfailed"), encoding="utf-8") as file:
            return sorted(json.load(file))
    except FileNotFoundError:
        return []


if __name__ == "__main__":
    main()
