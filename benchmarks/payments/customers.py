"""People who book, pay, have it repaired and sometimes get a part of it back, whatever becomes of the server meanwhile:
each step is asked for again until it is answered."""

import json
import random
import threading
import time
import uuid

import requests

#: Longer than an order may be under way: who is killed meanwhile leaves it so for a minute and a half.
PATIENCE_S = 150
#: The share of bookings of which a part is given back.
REFUNDED = 0.5
#: The share of browsers that come back from the checkout.
COME_BACK = 0.5


class Session:
    """Somebody who is signed in."""

    def __init__(self, server, email, password):
        self.server = server
        self.email = email
        self.password = password
        self.http = requests.Session()
        self.sign_in()

    def sign_in(self):
        body = {"email": self.email, "password": self.password}
        reply = patiently(lambda: self.http.post(self.server.url + "/api/login", json=body, timeout=15))
        self.headers = {"Cookie": f"__Host-istri={reply.cookies['__Host-istri']}", "X-CSRF-Token": reply.json()["csrf_token"]}

    def send(self, method, path, body=None, key=None):
        headers = {**self.headers, **({"Idempotency-Key": key} if key else {})}
        return patiently(lambda: self.http.request(method, self.server.url + path, json=body, headers=headers, timeout=15))


def patiently(ask):
    """The answer to what may be asked again: after a kill there is none, or one that says to come again."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            reply = ask()
            again = reply.status_code == 503 or reply.status_code == 409 and "idempot" in reply.text
        except requests.RequestException:
            reply, again = None, True
        if not again:
            return reply
        if time.monotonic() > deadline:
            raise RuntimeError(f"no answer for {PATIENCE_S} s, last: {reply is not None and reply.text}")
        time.sleep(0.1)


class Customers:
    """A few of them at a time, until they are told to stop."""

    def __init__(self, server, sandbox, slots, count):
        self.server = server
        self.sandbox = sandbox
        self.slots = iter(slots)
        self.lock = threading.Lock()
        self.stopping = threading.Event()
        self.completed, self.refunds, self.troubles = set(), {}, []
        with open(f"{server.folder}/demo-accounts.json", encoding="utf-8") as file:
            self.accounts = json.load(file)
        self.threads = [threading.Thread(target=self.live, daemon=True) for _ in range(count)]

    def start(self):
        for thread in self.threads:
            thread.start()

    def stop(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join(2 * PATIENCE_S)

    def live(self):
        try:
            customer = Session(self.server, **self.accounts["customer"])
            admin = Session(self.server, **self.accounts["admin"])
            while not self.stopping.is_set():
                self.story(customer, admin)
        except Exception as trouble:
            self.troubles.append(repr(trouble))

    def story(self, customer, admin):
        booking = self.book(customer)
        if booking is None:
            return
        begun = customer.send("POST", "/api/payments/initiate", {"booking_id": booking, "method": "razorpay"},
                              key=str(uuid.uuid4()))
        expect(begun, 201)
        payment = begun.json()
        brought = self.sandbox.pay(payment["order_id"])
        if brought and random.random() < COME_BACK:
            expect(customer.send("POST", "/api/payments/verify", brought), 200)
        for status in ("accepted", "in_progress", "completed"):
            self.step(admin, booking, status)
        self.completed.add(booking)
        if random.random() < REFUNDED:
            self.give_back(admin, payment["id"])

    def book(self, customer):
        with self.lock:
            centre, start = next(self.slots)
        reply = customer.send("POST", "/api/bookings", {
            "provider_id": centre, "mode": "walk_in", "pincode": "600001", "starts_at": start,
            "items": [{"service": "thermostat"}]}, key=str(uuid.uuid4()))
        if reply.status_code == 409:
            return None
        expect(reply, 201)
        return reply.json()["id"]

    def step(self, admin, booking, status):
        reply = admin.send("PATCH", f"/api/bookings/{booking}/status", {"status": status})
        if reply.status_code == 409:
            # Its answer was lost, or it is there.
            now = admin.send("GET", f"/api/bookings/{booking}").json()["status"]
            if now == status:
                return
        expect(reply, 200)

    def give_back(self, admin, payment):
        """Once it has come in: a webhook or the reconciler may be late."""
        amount, key = random.randint(100, 5000), str(uuid.uuid4())
        deadline = time.monotonic() + PATIENCE_S
        while not self.stopping.is_set() and time.monotonic() < deadline:
            reply = admin.send("POST", f"/api/payments/{payment}/refund", {"amount_paise": amount, "reason": "late"}, key=key)
            if reply.status_code == 201:
                self.refunds[reply.json()["id"]] = amount
                return
            # An answer that says no is kept under its key.
            key = str(uuid.uuid4())
            time.sleep(0.3)


def expect(reply, status):
    if reply.status_code != status:
        raise RuntimeError(f"{reply.request.method} {reply.request.url}: {reply.status_code} {reply.text[:300]}")
