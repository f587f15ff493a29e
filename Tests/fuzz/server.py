"""The server under test: a demonstration on loopback, with everything in a folder of its own."""

import os
import random
import signal
import subprocess
import time

import people
import requests


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
        environment.update({name: "off" for name in self.rate_limits()})
        return environment

    def rate_limits(self):
        """The names of all limits: the fuzz is one sender that sends more than they let through."""
        return RATE_LIMITS

    def start(self):
        self.log = open(os.path.join(self.folder, "serve.log"), "a")
        self.process = subprocess.Popen(
            [self.istri, "serve", "--demo"], env=self.environment, stdout=self.log, stderr=self.log)
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended; see {self.log.name}")
            try:
                if requests.get(self.url + "/readyz", timeout=5).status_code == 200:
                    return
            except requests.ConnectionError:
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

    def create_user(self, role, email, password):
        return people.create_user(self.istri, self.environment, role, email, password)


RATE_LIMITS = ("ISTRI_RATE_SEARCH", "ISTRI_RATE_REGISTER")
