"""What the gateway tells of payments, and what must have become of each when all of it was told: the oracle."""

import hashlib
import hmac
import json

#: Share of the payments whose story it is, and its events.
STORIES = (
    (0.60, ("payment.authorized", "payment.captured", "order.paid")),
    (0.10, ("payment.failed", "payment.authorized", "payment.captured", "order.paid")),
    (0.10, ("payment.failed",)),
    (0.10, ("payment.authorized", "payment.captured", "order.paid", "refund.created", "refund.processed")),
    (0.10, ("payment.authorized",)),
)
#: Of one payment, on average.
EVENTS_EACH = sum(share * len(events) for share, events in STORIES)
STATUS = {"payment.failed": "failed", "payment.authorized": "authorized", "payment.captured": "captured",
          "order.paid": "captured", "refund.created": "captured", "refund.processed": "captured"}
RANK = ["created", "failed", "authorized", "captured"]


class Story:
    def __init__(self, number, order_id, amount, random):
        self.order_id = order_id
        self.payment_id = f"pay_{number:014d}"
        self.refund_id = f"rfnd_{number:014d}"
        self.amount = amount
        self.random = random
        self.names = random.choices([names for _, names in STORIES], [share for share, _ in STORIES])[0]
        self.refunded = random.randint(100, amount) if "refund.processed" in self.names else 0

    def status(self):
        """What the payment must end as, in whichever order its events came."""
        return max((STATUS[name] for name in self.names), key=RANK.index)

    def sums(self):
        """What the ledger's accounts must hold of it, by the ledger's signs."""
        status = self.status()
        held = self.amount if status == "authorized" else 0
        ours = self.amount - self.refunded if status == "captured" else 0
        sums = {"gateway_authorised": held, "gateway": ours, "customer": -held - ours}
        return {account: paise for account, paise in sums.items() if paise}

    def events(self):
        """Bodies, with their event ids."""
        for number, name in enumerate(self.names):
            yield f"{self.payment_id[4:]}{number}", self.body(name).encode()

    def body(self, name):
        contains, payload = ["payment"], {"payment": {"entity": self.payment(name)}}
        if name == "order.paid":
            contains, payload["order"] = ["payment", "order"], {"entity": self.order()}
        if name.startswith("refund."):
            contains, payload["refund"] = ["refund", "payment"], {"entity": self.refund()}
        return json.dumps({"entity": "event", "account_id": "acc_Benchmark00000", "event": name, "contains": contains,
                           "payload": payload, "created_at": 1_790_000_000})

    def payment(self, name):
        status = "refunded" if name.startswith("refund.") and self.refunded == self.amount else STATUS[name]
        refunded = self.refunded if name.startswith("refund.") else 0
        failed = status == "failed"
        return {
            "id": self.payment_id, "entity": "payment", "amount": self.amount, "currency": "INR", "status": status,
            "order_id": self.order_id, "invoice_id": None, "international": False, "method": "upi",
            "amount_refunded": refunded, "refund_status": None if not refunded else "partial", "captured": not failed
            and status != "authorized", "description": None, "card_id": None, "bank": None, "wallet": None,
            "vpa": "somebody@sandbox", "email": "void@razorpay.com", "contact": "+919999999999",
            "notes": self.random.choice(([], {}, {"booking": "1"})), "fee": 10, "tax": 2,
            "error_code": "BAD_REQUEST_ERROR" if failed else None,
            "error_description": "declined by the bank" if failed else None, "error_source": None, "error_step": None,
            "error_reason": None, "acquirer_data": {"rrn": "123456789012"}, "created_at": 1_790_000_000}

    def order(self):
        return {"id": self.order_id, "entity": "order", "amount": self.amount, "amount_paid": self.amount,
                "amount_due": 0, "currency": "INR", "receipt": None, "offer_id": None, "status": "paid", "attempts": 1,
                "notes": [], "created_at": 1_790_000_000}

    def refund(self):
        return {"id": self.refund_id, "entity": "refund", "amount": self.refunded, "currency": "INR",
                "payment_id": self.payment_id, "notes": [], "receipt": None, "acquirer_data": {"arn": None},
                "created_at": 1_790_000_000, "batch_id": None, "status": "processed", "speed_processed": "normal",
                "speed_requested": "normal"}


def malformed(body, random):
    """Something signed that holds nothing to go by."""
    return random.choice([
        b"not JSON", body[:len(body) // 2], b"[]", b"null", b"{}", b'{"event":"payment.captured"}', b"\xff\xfe\x00",
        b'{"event":"payment.captured","payload":{"payment":{"entity":{"id":7,"amount":"much"}}}}',
        b'{"event":"payment.captured","payload":{"payment":[]}}', b'{"event":7,"payload":"none"}'])


def signature(body, secret):
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def forged(body, secret, random):
    """A signature that isn't the gateway's; none at all is among them."""
    right = signature(body, secret)
    return random.choice([
        None, "", "0" * 64, signature(body, secret + "x"), signature(body + b" ", secret), right[:-1],
        right[:-1] + ("0" if right[-1] != "0" else "1"), signature(body, "")])
