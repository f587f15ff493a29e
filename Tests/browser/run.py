"""Starts a demonstration server, runs the browser tests against it, and stops it.

    run.py --istri .build/debug/istri [what pytest takes: files, -k, -x]
"""

import argparse
import os
import subprocess
import sys
import time

from rig.server import DemoServer

HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--istri", required=True, help="the program under test")
    parser.add_argument("--workers", default="2", help="browsers at a time")
    arguments, further = parser.parse_known_args()
    started = time.monotonic()
    with DemoServer(arguments.istri) as server:
        print(f"server ready after {time.monotonic() - started:.0f} s")
        status = subprocess.run(
            [sys.executable, "-m", "pytest", "-n", arguments.workers, "--dist", "worksteal", *further],
            cwd=HERE, env=dict(os.environ, ISTRI_BROWSER_URL=server.url, ISTRI_BROWSER_FOLDER=server.folder,
                                ISTRI_BROWSER_SEEN=os.path.join(server.folder, "seen"))).returncode
        if status != 0:
            with open(os.path.join(server.folder, "serve.log"), encoding="utf-8") as log:
                print("the server's last words:", *log.readlines()[-10:], sep="\n")
    sys.exit(status)


if __name__ == "__main__":
    main()
