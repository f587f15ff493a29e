"""The demonstration server of the browser tests. Loading the state takes a minute or two, so what the first start made is
kept in the build folder, and each run works on a copy."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile

from .words import ROOT

sys.path.insert(0, os.path.join(ROOT, "Tests", "fuzz"))
from server import Server  # noqa: E402

KEPT = os.path.join(ROOT, ".build", "browser", "demo")
#: What the kept state is made of.
MADE_OF = ("sql", "geodata", os.path.join("Sources", "Marketplace", "Providers", "Sample"))
STARTING_S = 600


class DemoServer(Server):
    """Use as a context: it is stopped and its folder is removed at the end, whatever happens."""

    def __init__(self, istri):
        # For the account that runs the private PostgreSQL.
        folder = tempfile.mkdtemp(prefix="istri-browser-")
        os.chmod(folder, 0o755)
        super().__init__(os.path.abspath(istri), folder)

    def __enter__(self):
        # Else a time-out around the run would leave the server behind.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        try:
            if not is_kept():
                self.start(STARTING_S)
                self.stop()
                keep(self.folder)
            else:
                copy(KEPT, self.folder)
            self.start(STARTING_S)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def is_kept():
    try:
        with open(os.path.join(KEPT, "made-of"), encoding="utf-8") as file:
            return file.read() == fingerprint()
    except FileNotFoundError:
        return False


def keep(folder):
    shutil.rmtree(KEPT, ignore_errors=True)
    os.makedirs(KEPT)
    copy(folder, KEPT)
    # Last, so that a copy that was cut short isn't taken for whole.
    with open(os.path.join(KEPT, "made-of"), "w", encoding="utf-8") as file:
        file.write(fingerprint())


def copy(source, target):
    """With owners and rights, which PostgreSQL insists on."""
    subprocess.run(["cp", "-a", "--reflink=auto", source + "/.", target], check=True, timeout=300)


def fingerprint():
    digest = hashlib.sha256()
    for part in MADE_OF:
        for folder, _, names in sorted(os.walk(os.path.join(ROOT, part))):
            for name in sorted(names):
                digest.update(os.path.join(folder, name)[len(ROOT):].encode())
                with open(os.path.join(folder, name), "rb") as file:
                    digest.update(hashlib.sha256(file.read()).digest())
    return digest.hexdigest()
