"""What was issued for bookings that are done."""

import time

from arrangements.after_bookings import a_completed_booking
from arrangements.scene import NotArranged, Overrides, arrangement


@arrangement("readInvoice", "listInvoices")
def something_invoiced(scene):
    booking, customer = a_completed_booking(scene)
    return Overrides(path={"id": booking["id"]}, query={}, person=customer)


@arrangement("readCreditNote")
def something_refunded(scene):
    if "credit note" not in scene.memory:
        scene.memory["credit note"] = a_credit_note(scene)
    booking, note, customer = scene.memory["credit note"]
    return Overrides(path={"id": booking, "note_id": note}, query={}, person=customer)


@arrangement("readCommissionInvoice")
def something_billed(scene):
    if "billed centre" not in scene.memory:
        booking, _ = a_completed_booking(scene)
        scene.memory["billed centre"] = booking["provider_id"]
    centre = scene.memory["billed centre"]
    # Numbered by the centre: workers that take the next number at once would take the same.
    scene.server.sql(
        f"SELECT commission_invoice_insert({centre}, NULL, '2020-01-01', 2019, {centre}, 30000, 3000, 458)"
        f" WHERE NOT EXISTS (SELECT FROM commission_invoices WHERE provider_id = {centre})")
    return Overrides(path={"id": centre, "month": "2020-01"}, query={}, person=scene.people.present_keeper())


def a_credit_note(scene):
    """Of a part of what was paid in cash."""
    booking, customer = a_completed_booking(scene)
    invoice = wait(scene, f"SELECT invoice_id FROM bookings WHERE id = {booking['id']} AND invoice_id IS NOT NULL",
                   lambda: scene.call("GET", f"/api/bookings/{booking['id']}/invoice", customer))
    refund = scene.server.sql(
        "WITH payment AS (INSERT INTO payments (booking_id, method, status, amount_paise, received_paise, received_by,"
        f" txn_id) VALUES ({booking['id']}, 'manual', 'captured', 1000, 1000, 'provider', gen_random_uuid()::text)"
        " RETURNING id) INSERT INTO refunds (payment_id, booking_id, amount_paise, status, cause)"
        f" SELECT id, {booking['id']}, 1000, 'processed', 'requested' FROM payment RETURNING id")[0]
    scene.server.sql("INSERT INTO jobs (kind, payload)"
                     f" VALUES ('issue_credit_note', json_build_object('refundID', {refund}))")
    note = wait(scene, f"SELECT id FROM invoices WHERE corrects = {invoice} AND refund_id = {refund}")
    return booking["id"], int(note), customer


def wait(scene, statement, ask=lambda: None):
    for _ in range(50):
        ask()
        if found := scene.server.sql(statement):
            return found[0]
        time.sleep(0.2)
    raise NotArranged(f"nothing came of: {statement}")
