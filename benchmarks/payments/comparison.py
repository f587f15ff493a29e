"""Whether what we keep of the money is what the gateway keeps, and whether it is all written on numbered paper."""


class Comparison:
    """- psql: gives rows of columns, as texts."""

    def __init__(self, book, psql):
        self.book = book
        self.psql = psql
        self.wrong = []

    def run(self):
        self.payments()
        self.refunds()
        self.orders()
        self.ledger()
        self.invoices()
        return self.wrong

    def note(self, *words):
        self.wrong.append(" ".join(str(word) for word in words))

    def payments(self):
        ours = {row[0]: (row[1], int(row[2])) for row in self.psql(
            "SELECT txn_id, status, received_paise FROM payments WHERE method = 'razorpay' AND txn_id IS NOT NULL"
            " AND received_paise IS NOT NULL")}
        theirs = {}
        for payment in self.book["payments"]:
            if payment["captured"]:
                theirs[payment["id"]] = ("captured", payment["amount"])
            elif payment["status"] in ("authorized", "refunded"):
                theirs[payment["id"]] = ("authorized" if payment["status"] == "authorized" else "lapsed", payment["amount"])
        for key in sorted(ours.keys() | theirs.keys()):
            if ours.get(key) != theirs.get(key):
                self.note("payment", key, "is", ours.get(key), "here and", theirs.get(key), "there")

    def refunds(self):
        ours = {row[0]: (row[1], row[2], int(row[3])) for row in self.psql(
            "SELECT r.gateway_id, p.txn_id, r.status, r.amount_paise FROM refunds r JOIN payments p ON p.id = r.payment_id"
            " WHERE r.gateway_id IS NOT NULL")}
        theirs = {refund["id"]: (refund["payment_id"], refund["status"], refund["amount"]) for refund in self.book["refunds"]}
        for key in sorted(ours.keys() | theirs.keys()):
            if ours.get(key) != theirs.get(key):
                self.note("refund", key, "is", ours.get(key), "here and", theirs.get(key), "there")
        for (open_id,) in self.psql("SELECT id FROM refunds WHERE status NOT IN ('processed', 'failed')"):
            self.note("refund", open_id, "is still open")

    def orders(self):
        known = {row[0] for row in self.psql("SELECT order_id FROM payments WHERE order_id IS NOT NULL")}
        for order in self.book["orders"]:
            if order["id"] not in known:
                self.note("order", order["id"], "is unknown here")

    def ledger(self):
        sums = {row[0]: int(row[1]) for row in self.psql(
            "SELECT account, sum(amount_paise) FROM ledger_lines GROUP BY account")}
        theirs = self.book["sums"]
        for account, paise in (("gateway", theirs["captured_paise"] - theirs["refunded_paise"]),
                               ("gateway_authorised", theirs["authorized_paise"])):
            if sums.get(account, 0) != paise:
                self.note("the ledger has", sums.get(account, 0), "on", account, "and the gateway", paise)
        for fault in self.psql("SELECT fault, id FROM ledger_faults()"):
            self.note("ledger fault", *fault)

    def invoices(self):
        for row in self.psql("SELECT series, kind, count(*), max(number) FROM invoices GROUP BY series, financial_year, kind"
                             " HAVING count(*) <> max(number) OR min(number) <> 1"):
            self.note("the numbers of", *row[:2], "have gaps:", row[2], "documents up to", row[3])
        for (booking,) in self.psql("""
                SELECT b.id FROM bookings b WHERE b.status = 'completed' AND b.total_paise > 0
                    AND NOT EXISTS (SELECT FROM invoices i WHERE i.booking_id = b.id AND i.corrects IS NULL)"""):
            self.note("booking", booking, "has no invoice")
        for (refund,) in self.psql("""
                SELECT r.id FROM refunds r WHERE r.status = 'processed' AND r.cause = 'requested'
                    AND NOT EXISTS (SELECT FROM invoices i WHERE i.refund_id = r.id)"""):
            self.note("refund", refund, "has no credit note")
