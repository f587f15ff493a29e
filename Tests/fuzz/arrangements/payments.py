"""Money: payments of bookings that are done, through the demonstration's gateway and by hand, refunds and payouts."""

import hashlib
import hmac
import json
import os
import uuid

from arrangements.after_bookings import a_completed_booking
from arrangements.bookings import WORDS
from arrangements.centres import own_centre
from arrangements.invoices import wait
from arrangements.scene import NotArranged, Overrides, arrangement


def sandbox(scene):
    if "sandbox" not in scene.memory:
        with open(os.path.join(scene.server.folder, "sandbox.json"), encoding="utf-8") as file:
            scene.memory["sandbox"] = json.load(file)
    return scene.memory["sandbox"]


def a_reference(scene):
    """A bank's, which counts once: not from the scene's chances, which come again."""
    return str(uuid.uuid4().int)[:19]


def a_payment(scene, method):
    """Begun by its customer; the booking too."""
    booking, customer = a_completed_booking(scene)
    payment = scene.made(
        "POST", "/api/payments/initiate", customer, json={"booking_id": booking["id"], "method": method})
    return payment, booking, customer


def a_checkout(scene):
    """What the gateway's checkout brings back, and who went there."""
    payment, booking, customer = a_payment(scene, "razorpay")
    keys = sandbox(scene)
    reply = scene.session.post(
        f"{keys['url']}/sandbox/orders/{payment['order_id']}/pay", json={"outcome": "paid"}, timeout=30,
        auth=(keys["key_id"], keys["key_secret"]))
    if reply.status_code != 200:
        raise NotArranged(f"the sandbox doesn't pay: {reply.status_code} {reply.text[:300]}")
    names = ("razorpay_order_id", "razorpay_payment_id", "razorpay_signature")
    return {name: reply.json()[name] for name in names}, booking, customer


def money_in_hand(scene):
    """A payment that an admin has confirmed, of 300 rupees or more."""
    payment, _, _ = a_payment(scene, "manual")
    scene.made("POST", f"/api/payments/{payment['id']}/confirm", scene.people.present_keeper(),
               json={"reference": a_reference(scene)})
    return payment["id"]


@arrangement("initiatePayment")
def something_to_pay(scene):
    booking, customer = a_completed_booking(scene)
    method = scene.random.choice(("razorpay", "upi", "manual"))
    headers = scene.random.choice(({}, {"Idempotency-Key": str(uuid.UUID(int=scene.random.getrandbits(128)))}))
    return Overrides(body={"booking_id": booking["id"], "method": method}, headers=headers, person=customer)


@arrangement("verifyPayment")
def a_way_back(scene):
    brought, _, customer = a_checkout(scene)
    return Overrides(body=brought, person=customer)


@arrangement("receivePaymentEvent")
def an_event(scene):
    body = json.dumps({
        "entity": "event", "account_id": "acc_Fuzz", "event": scene.random.choice(("payment.captured", "order.paid", "x")),
        "contains": ["payment"], "created_at": 1796025600, "payload": {"payment": {"entity": {
            "id": f"pay_{scene.random.getrandbits(60):x}", "order_id": f"order_{scene.random.getrandbits(60):x}",
            "amount": scene.random.randint(100, 10**7), "currency": "INR", "status": "captured", "notes": []}}},
    }).encode()
    secret = sandbox(scene)["webhook_secret"].encode()
    return Overrides(body=body, headers={
        "X-Razorpay-Signature": hmac.new(secret, body, hashlib.sha256).hexdigest(),
        "x-razorpay-event-id": f"evt_{uuid.uuid4().hex}"})


@arrangement("getPayment")
def a_begun_payment(scene):
    if "begun payment" not in scene.memory:
        scene.memory["begun payment"] = a_payment(scene, "upi")[0]["id"]
    # Whoever began it may be erased by now.
    return Overrides(path={"id": scene.memory["begun payment"]}, query={}, person=scene.people.present_keeper())


@arrangement("confirmPayment")
def money_that_came(scene):
    payment, _, _ = a_payment(scene, scene.random.choice(("upi", "manual")))
    return Overrides(path={"id": payment["id"]}, body={"reference": a_reference(scene)},
                     person=scene.people.present_keeper())


@arrangement("refundPayment")
def money_to_give_back(scene):
    body = {"reason": scene.random.choice(WORDS)}
    if scene.random.random() < 0.7:
        body["amount_paise"] = scene.random.randint(1, 20_000)
    return Overrides(path={"id": money_in_hand(scene)}, body=body, person=scene.people.present_keeper())


@arrangement("confirmRefund")
def money_given_back(scene):
    """Of a booking that was paid twice, by two ways."""
    keeper = scene.people.present_keeper()
    booking, customer = a_completed_booking(scene)
    payments = [
        scene.made("POST", "/api/payments/initiate", customer, json={"booking_id": booking["id"], "method": method})
        for method in ("manual", "upi")]
    for payment in payments:
        scene.made("POST", f"/api/payments/{payment['id']}/confirm", keeper, json={"reference": a_reference(scene)})
    refund = wait(scene, f"SELECT id FROM refunds WHERE booking_id = {booking['id']} AND status = 'requested'")
    return Overrides(path={"id": int(refund)}, body={"reference": a_reference(scene)}, person=keeper)


@arrangement("payOut")
def a_centre_with_earnings(scene):
    """One booking's money, paid out in small parts."""
    if "earning centre" not in scene.memory:
        brought, booking, customer = a_checkout(scene)
        scene.made("POST", "/api/payments/verify", customer, json=brought)
        centre = booking["provider_id"]
        wait(scene, f"SELECT 1 FROM provider_balance({centre}, 'infinity') AS b"
             f" WHERE b - provider_unseen({centre}) - provider_unpaid({centre}) > 10000")
        scene.memory["earning centre"] = centre
    return Overrides(path={"id": scene.memory["earning centre"]},
                     body={"amount_paise": scene.random.randint(1, 3), "reference": a_reference(scene)})


@arrangement("setUPIAddress")
def an_address(scene):
    vpa = scene.random.choice(("ravi.irons@okbank", "istri-600001@upi", None))
    return Overrides(
        path={"id": own_centre(scene)}, body={"vpa": vpa, "name": scene.random.choice(WORDS)[:100] if vpa else None})
