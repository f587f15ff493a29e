"""Whether the sandbox speaks as the gateway's official client expects: calls, errors, signatures, webhooks and checkout.

Arguments: the sandbox's address, key id, key secret, webhook secret. Prints what was signed, as JSON, for our own check of
signatures; ends with an exception and status 1 where something is otherwise.
"""

import html
import json
import re
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import razorpay
import requests
from razorpay.errors import BadRequestError, ServerError, SignatureVerificationError

URL, KEY, SECRET, WEBHOOK_SECRET = sys.argv[1:]
# The client prints what it thinks of failures.
output, sys.stdout = sys.stdout, sys.stderr
client = razorpay.Client(auth=(KEY, SECRET), base_url=URL)
refused_once = set()
webhooks = []


class Receiver(BaseHTTPRequestHandler):
    """Refuses each event once, so that it must come again."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        event_id = self.headers["x-razorpay-event-id"]
        client.utility.verify_webhook_signature(body, self.headers["X-Razorpay-Signature"], WEBHOOK_SECRET)
        webhooks.append({"id": event_id, "body": body, "signature": self.headers["X-Razorpay-Signature"],
                         "event": json.loads(body)["event"]})
        self.send_response(202 if event_id in refused_once else 500)
        refused_once.add(event_id)
        self.end_headers()

    def log_message(self, *_):
        pass


def control(method, path, body=None):
    reply = requests.request(method, f"{URL}/sandbox/{path}", json=body, auth=(KEY, SECRET), timeout=10)
    reply.raise_for_status()
    return reply.json() if reply.content else None


def refused(call, error=BadRequestError, text=""):
    try:
        call()
    except error as refusal:
        assert text in str(refusal), f"refused by {refusal!r} instead of {text!r}"
        return
    raise AssertionError(f"not refused: {text}")


def hidden(page):
    """The forms of a page: action and hidden fields."""
    forms = []
    for form in re.findall(r"<form.*?</form>", page, re.DOTALL):
        action = re.search(r'action="([^"]*)"', form)[1]
        fields = re.findall(r'name="([^"]*)" value="([^"]*)"', form)
        forms.append((html.unescape(action), {html.unescape(name): html.unescape(value) for name, value in fields}))
    return forms


def orders():
    order = client.order.create({"amount": 33_000, "currency": "INR", "receipt": "istri-1", "notes": {"booking": "K7"}})
    assert re.fullmatch(r"order_[A-Za-z0-9]{14}", order["id"]), order
    expected = {"entity": "order", "amount": 33_000, "amount_paid": 0, "amount_due": 33_000, "currency": "INR",
                "receipt": "istri-1", "offer_id": None, "status": "created", "attempts": 0, "notes": {"booking": "K7"}}
    assert expected.items() <= order.items(), order
    assert client.order.fetch(order["id"]) == order
    found = client.order.all({"receipt": "istri-1"})
    assert found == {"entity": "collection", "count": 1, "items": [order]}, found
    assert client.order.all({"receipt": "none"})["count"] == 0
    assert client.order.create({"amount": 100, "currency": "INR"})["notes"] == []
    refused(lambda: client.order.create({"amount": 33_000, "currency": "INR", "receipt": "istri-1"}), text="unique")
    refused(lambda: client.order.create({"amount": 99, "currency": "INR"}), text="minimum")
    refused(lambda: client.order.create({"amount": 0, "currency": "INR"}), text="minimum")
    refused(lambda: client.order.create({"amount": -5, "currency": "INR"}), text="minimum")
    refused(lambda: client.order.create({"amount": 100.5, "currency": "INR"}), text="invalid")
    refused(lambda: client.order.create({"currency": "INR"}), text="required")
    refused(lambda: client.order.create({"amount": 100, "currency": "USD"}), text="Currency")
    refused(lambda: client.order.create({"amount": 100, "currency": "INR", "receipt": "r" * 41}), text="40")
    refused(lambda: client.order.create({"amount": 100, "currency": "INR", "notes": {str(n): "" for n in range(16)}}),
            text="notes")
    refused(lambda: client.order.fetch("order_00000000000000"), text="does not exist")
    stranger = razorpay.Client(auth=(KEY, SECRET + "x"), base_url=URL)
    refused(lambda: stranger.order.fetch(order["id"]), text="Authentication failed")
    error = requests.get(f"{URL}/v1/orders/none", auth=(KEY, SECRET), timeout=10)
    assert error.status_code == 400
    assert {"code", "description", "source", "step", "reason", "metadata", "field"} == set(error.json()["error"])
    return order


def checkout(order):
    """As a browser without scripts goes through it; what it brings back to the shop."""
    page = requests.post(f"{URL}/v1/checkout/embedded", timeout=10, data={
        "key_id": KEY, "order_id": order["id"], "callback_url": "https://shop.example/pay/return?a=1&b=2",
        "cancel_url": "https://shop.example/pay/cancel", "name": "<Istri>"})
    assert page.status_code == 200 and "₹330.00" in page.text and "&lt;Istri&gt;" in page.text, page.text
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "form-action 'self' https://shop.example" in policy, policy
    assert "script" not in page.text and "style=" not in page.text
    tamil = re.search(r'href="([^"]*)" lang="ta"', page.text)[1].replace("&amp;", "&")
    assert 'lang="ta"' in requests.get(URL + tamil, timeout=10).text and "செலுத்த" in requests.get(URL + tamil, timeout=10).text
    action, fields = next(form for form in hidden(page.text) if form[1].get("choice") == "fail")
    failed = requests.post(URL + action, data=fields, timeout=10)
    action, brought = hidden(failed.text)[0]
    assert action == "https://shop.example/pay/return?a=1&b=2" and brought["error[code]"] == "BAD_REQUEST_ERROR", brought
    assert json.loads(brought["error[metadata]"])["order_id"] == order["id"]
    action, fields = next(form for form in hidden(page.text) if form[1].get("choice") == "pay")
    _, brought = hidden(requests.post(URL + action, data=fields, timeout=10).text)[0]
    assert client.utility.verify_payment_signature(brought)
    refused(lambda: client.utility.verify_payment_signature({**brought, "razorpay_payment_id": "pay_00000000000000"}),
            SignatureVerificationError)
    again = requests.post(f"{URL}/v1/checkout/embedded", data={"key_id": KEY, "order_id": order["id"]}, timeout=10)
    assert 'value="pay"' not in again.text, "an order that is paid can be paid again"
    for stranger in ({"key_id": KEY, "order_id": "order_x"}, {"key_id": KEY + "x", "order_id": order["id"]}):
        assert requests.post(f"{URL}/v1/checkout/embedded", data=stranger, timeout=10).status_code == 400
    return brought


def payments(order, payment_id):
    payment = client.payment.fetch(payment_id)
    expected = {"entity": "payment", "amount": 33_000, "currency": "INR", "status": "authorized", "method": "upi",
                "order_id": order["id"], "captured": False, "amount_refunded": 0, "refund_status": None, "error_code": None}
    assert expected.items() <= payment.items(), payment
    assert client.order.fetch(order["id"])["status"] == "attempted"
    assert [one["status"] for one in client.order.payments(order["id"])["items"]] == ["failed", "authorized"]
    refused(lambda: client.payment.refund(payment_id, {"amount": 100}), text="captured")
    refused(lambda: client.payment.capture(payment_id, 32_999, {"currency": "INR"}), text="equal")
    captured = client.payment.capture(payment_id, 33_000, {"currency": "INR"})
    assert captured["status"] == "captured" and captured["captured"] and captured["fee"] > captured["tax"] > 0, captured
    refused(lambda: client.payment.capture(payment_id, 33_000, {"currency": "INR"}), text="already been captured")
    paid = client.order.fetch(order["id"])
    assert (paid["status"], paid["amount_paid"], paid["amount_due"], paid["attempts"]) == ("paid", 33_000, 0, 2), paid


def refund(payment_id, body, key=None):
    headers = {"X-Refund-Idempotency": key} if key else {}
    return client.payment.refund(payment_id, body, headers=headers)


def refunds(order, payment_id):
    part = {"amount": 10_000, "notes": {"reason": "late"}}
    first = refund(payment_id, dict(part), "refund-of-istri-1")
    expected = {"entity": "refund", "amount": 10_000, "currency": "INR", "payment_id": payment_id, "status": "processed"}
    assert expected.items() <= first.items(), first
    assert refund(payment_id, dict(part), "refund-of-istri-1")["id"] == first["id"]
    refused(lambda: refund(payment_id, {"amount": 10_001}, "refund-of-istri-1"), text="Different request body")
    refused(lambda: refund(payment_id, {"amount": 100}, "short"), text="idempotency key")
    refused(lambda: refund(payment_id, {"amount": 100}, "with a space"), text="idempotency key")
    refused(lambda: refund(payment_id, {"amount": 23_001}), text="greater than")
    assert client.payment.fetch(payment_id)["refund_status"] == "partial"
    rest = refund(payment_id, {}, "rest-of-istri-1")
    assert rest["amount"] == 23_000
    refused(lambda: refund(payment_id, {"amount": 100}), text="fully refunded")
    payment = client.payment.fetch(payment_id)
    assert (payment["status"], payment["refund_status"], payment["amount_refunded"]) == ("refunded", "full", 33_000)
    assert client.order.fetch(order["id"])["status"] == "paid"
    assert client.payment.fetch_multiple_refund(payment_id, {"count": 100})["count"] == 2
    assert client.refund.fetch(first["id"]) == client.payment.fetch_refund_id(payment_id, first["id"])


def in_flight():
    """Two that come at once under one key: one is made, the other is told 409."""
    order = client.order.create({"amount": 5_000, "currency": "INR"})
    brought = control("POST", f"orders/{order['id']}/pay", {"outcome": "paid"})
    assert client.utility.verify_payment_signature(brought)
    client.payment.capture(brought["razorpay_payment_id"], 5_000, {"currency": "INR"})
    control("PUT", "behaviour", {"refund_ms": 500})
    statuses = []

    def ask():
        statuses.append(requests.post(
            f"{URL}/v1/payments/{brought['razorpay_payment_id']}/refund", json={"amount": 1_000}, timeout=10,
            auth=(KEY, SECRET), headers={"X-Refund-Idempotency": "at-the-same-time"}).status_code)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    control("PUT", "behaviour", {})
    assert sorted(statuses) == [200, 409], statuses
    assert client.payment.fetch(brought["razorpay_payment_id"])["amount_refunded"] == 1_000


def late():
    """A browser that was told of a failure, and a payment that comes after all."""
    order = client.order.create({"amount": 700, "currency": "INR"})
    control("PUT", "behaviour", {"late_success_ms": 100})
    page = requests.post(f"{URL}/checkout/pay", timeout=10, data={
        "key_id": KEY, "order_id": order["id"], "callback_url": "https://shop.example/", "choice": "late"})
    brought = hidden(page.text)[0][1]
    assert brought["error[code]"] == "BAD_REQUEST_ERROR", brought
    payment_id = json.loads(brought["error[metadata]"])["payment_id"]
    deadline = time.monotonic() + 10
    while client.payment.fetch(payment_id)["status"] != "authorized":
        assert time.monotonic() < deadline, "it didn't succeed"
        time.sleep(0.05)
    client.payment.capture(payment_id, 700, {"currency": "INR"})
    control("PUT", "behaviour", {})


def faults():
    order = client.order.create({"amount": 100, "currency": "INR"})
    control("POST", "faults", {"kind": "error"})
    refused(lambda: client.order.fetch(order["id"]), ServerError)
    control("POST", "faults", {"kind": "html"})
    refused(lambda: client.order.fetch(order["id"]), ValueError)
    control("POST", "faults", {"kind": "slow", "seconds": 0.3})
    begin = time.monotonic()
    assert client.order.fetch(order["id"]) == order
    assert time.monotonic() - begin >= 0.3


def arrive(events, times):
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if all(sum(1 for one in webhooks if one["event"] == event) >= times for event in events):
            return
        time.sleep(0.05)
    raise AssertionError(f"of {events} only {[one['event'] for one in webhooks]} came")


def main():
    receiver = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    control("PUT", "webhooks", {"url": f"http://127.0.0.1:{receiver.server_port}/", "doubled": 1, "shuffled_ms": 50,
                                "retry_ms": 20})
    order = orders()
    brought = checkout(order)
    payments(order, brought["razorpay_payment_id"])
    refunds(order, brought["razorpay_payment_id"])
    in_flight()
    late()
    faults()
    arrive(["payment.authorized", "payment.captured", "payment.failed", "order.paid", "refund.created",
            "refund.processed"], 2)
    for event_id in {one["id"] for one in webhooks}:
        assert len({one["body"] for one in webhooks if one["id"] == event_id}) == 1, "one id for two events"
    book = control("GET", "book")
    assert book["sums"] == {"authorized_paise": 0, "captured_paise": 38_700, "refunded_paise": 34_000}, book["sums"]
    print(json.dumps({"checkout": brought, "webhooks": webhooks}), file=output)


if __name__ == "__main__":
    main()
