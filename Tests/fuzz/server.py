"""The server under test: a demonstration on loopback, with everything in a folder of its own."""

import os
import random
import re
import signal
import subprocess
import time

import requests

LIMITS_OF_THE_PROGRAM = "Sources/Marketplace/RateLimits/RateLimit.swift"


def rate_limits():
    """The names of all limits, as settings have them, from the program's own list."""
    root = os.path.join(os.path.dirname(__file__), "..", "..")
    with open(os.path.join(root, LIMITS_OF_THE_PROGRAM), encoding="utf-8") as file:
        cases = re.findall(r"^    case (\w+)(?: = \"([a-z.]+)\")?$", file.read(), re.MULTILINE)
    return [(text or name).upper().replace(".", "_") for name, text in cases]


class Server:
    def __init__(self, istri, folder, port=None):
        self.istri = istri
        self.folder = folder
        self.port = port or random.randint(20_000, 32_000)
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None

    @property
    def environment(self):
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        environment.update(ISTRI_DATA_DIR=self.folder, ISTRI_PORT=str(self.port), ISTRI_LOG_LEVEL="error")
        # Without it the bills to centres have no documents.
        environment.update(
            ISTRI_OPERATOR_NAME="Istri", ISTRI_OPERATOR_CONTACT="help@example.org",
            ISTRI_OPERATOR_ADDRESS="1 Anna Salai, Chennai - 600002", ISTRI_OPERATOR_GSTIN="33AAACI1234R1ZK")
        # Thousands of accounts come and go.
        environment["ISTRI_BCRYPT_COST"] = "4"
        # The fuzz is one sender that sends more than the limits let through.
        environment.update({f"ISTRI_RATE_{name}": "off" for name in rate_limits()})
        return environment

    def start(self, limit_s=300):
        self.log = open(os.path.join(self.folder, "serve.log"), "a")
        self.process = subprocess.Popen(
            [self.istri, "serve", "--demo"], env=self.environment, stdout=self.log, stderr=self.log)
        deadline = time.monotonic() + limit_s
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended; see {self.log.name}")
            try:
                if requests.get(self.url + "/readyz", timeout=5).status_code == 200:
                    return
            except (requests.ConnectionError, requests.Timeout):
                time.sleep(0.2)
        raise RuntimeError("the server doesn't answer")

    def stop(self):
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def sql(self, text):
        """The first column of what a statement gives, as text: for what no request can bring about."""
        with open(os.path.join(self.folder, "postgres", "data", "postmaster.pid"), encoding="utf-8") as file:
            socket = file.read().splitlines()[4]
        done = subprocess.run(
            ["psql", f"host={socket} dbname=istri user=istri", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", text],
            capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            raise RuntimeError(f"psql failed: {done.stderr}")
        return done.stdout.split()

    def create_user(self, role, email, password):
        """By `istri user create`, which prints the id."""
        done = subprocess.run(
            [self.istri, "user", "create", "--role", role, "--email", email, "--name", f"Fuzz {role}"],
            input=password + "\n", capture_output=True, text=True, env=self.environment, timeout=60)
        if done.returncode != 0:
            raise RuntimeError(f"istri user create failed: {done.stderr}")
        return int(done.stdout.split()[-1])
