"""The programs of the soak: the sandbox, which lives through it, and the server and the worker, which are killed."""

import os
import signal
import subprocess
import sys
import time

import requests

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "Tests", "fuzz"))
from server import Server  # noqa: E402

KEY = "rzp_test_ofTheSoak"
SECRET = "the-secret-of-the-key"
WEBHOOK_SECRET = "the-secret-of-the-webhooks"


class KilledServer(Server):
    """`istri serve --demo` with a gateway of its own, and leases that end soon after a kill."""

    def __init__(self, istri, folder, gateway_url):
        super().__init__(istri, folder)
        self.gateway_url = gateway_url
        self.worker = None

    @property
    def environment(self):
        return {**super().environment, "ISTRI_RAZORPAY_KEY_ID": KEY, "ISTRI_RAZORPAY_KEY_SECRET": SECRET,
                "ISTRI_RAZORPAY_WEBHOOK_SECRETS": f"the-one-before,{WEBHOOK_SECRET}",
                "ISTRI_RAZORPAY_URL": self.gateway_url, "ISTRI_JOB_LEASE_SECONDS": "2", "ISTRI_WORKERS": "4"}

    def start_worker(self):
        self.worker = subprocess.Popen([self.istri, "work", "--concurrency", "4"], env=self.environment,
                                       stdout=self.log, stderr=self.log)

    def kill_server(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def kill_worker(self):
        self.worker.send_signal(signal.SIGKILL)
        self.worker.wait()

    def stop(self):
        if self.worker is not None and self.worker.poll() is None:
            self.worker.send_signal(signal.SIGTERM)
            self.worker.wait(60)
        super().stop()


class Sandbox:
    """`istri sandbox`, with what can be asked of it."""

    def __init__(self, istri, folder, port):
        self.url = f"http://127.0.0.1:{port}"
        environment = {**os.environ, "ISTRI_DATA_DIR": folder, "ISTRI_RAZORPAY_KEY_ID": KEY,
                       "ISTRI_RAZORPAY_KEY_SECRET": SECRET, "ISTRI_RAZORPAY_WEBHOOK_SECRETS": WEBHOOK_SECRET}
        with open(os.path.join(folder, "sandbox.log"), "a", encoding="utf-8") as log:
            self.process = subprocess.Popen([istri, "sandbox", "--port", str(port)], env=environment, stdout=log, stderr=log)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                self.ask("GET", "/sandbox/webhooks")
                return
            except requests.ConnectionError:
                time.sleep(0.1)
        raise RuntimeError("the sandbox doesn't answer")

    def ask(self, method, path, body=None):
        reply = requests.request(method, self.url + path, json=body, auth=(KEY, SECRET), timeout=30)
        reply.raise_for_status()
        return reply.json()

    def pay(self, order_id):
        """What the checkout would bring back; nothing when the order is paid already."""
        reply = requests.post(f"{self.url}/sandbox/orders/{order_id}/pay", json={"outcome": "paid"}, auth=(KEY, SECRET),
                              timeout=30)
        return reply.json() if reply.status_code == 200 else None

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
