import Marketplace

/// What the page shows.
extension MoneyPages {
    /// - Parameter problems: Of the form that was refused.
    func model(
        _ booking: Booking, _ context: PersonalPageContext, refused problems: [FormProblem] = []
    ) async throws -> [String: Any] {
        let page = context.page
        let formats = Formats(page.words)
        let view = PaymentView(formats: formats)
        let money = try await payments.money(of: booking.id, for: context.user)
        let isOwn = booking.customer_id == context.user.id
        let isStaff = !isOwn && [.provider, .admin].contains(context.user.role)
        let rows = money.payments.map { payment in
            var row = view.row(
                payment, canConfirm: isStaff,
                canRefund: isStaff && (context.user.role == .admin || payment.receivedBy == "provider"))
            row["key"] = BookingWish.key(page.form["key"]) ?? BookingWish.newKey()
            let isRefused = page.form["payment"] == String(payment.id)
            row["is_refused"] = isRefused
            row["own"] = Self.fields(of: payment, page, isRefused ? problems : [], isTyped: isRefused)
            if [.created, .failed].contains(payment.status), money.due_paise > 0, isOwn {
                row["pay_href"] = PayPages.path(payment).text
            }
            return row
        }
        let refunds = money.refunds.map { refund in
            var row = view.row(refund)
            if isStaff, Self.mayReturn(refund, in: money, context.user) {
                row["returned"] = Self.returnedField(of: refund, page, problems)
            }
            return row
        }
        let documents = try await invoices.all(ofBooking: booking.id, for: context.user)
        var model = view.head(booking).merging([
            "is_own": isOwn, "is_staff": isStaff, "status": view.status(money.paymentStatus),
            "figures": Self.figures(money, formats), "payments": rows, "has_payments": !rows.isEmpty,
            "refunds": refunds, "has_refunds": !money.refunds.isEmpty,
            "documents": documents.map(view.row), "has_documents": !documents.isEmpty,
        ]) { $1 }
        if money.due_paise > 0 {
            if isOwn { model["pay_href"] = "/bookings/\(booking.id)/pay" }
            if isStaff { model["can_receive"] = true }
            model["due"] = formats.rupees(paise: money.due_paise)
        }
        return model
    }

    /// Each payment has forms of its own, and so ids: the one that was refused has those that the summary leads to.
    private static func fields(
        of payment: Payment, _ page: PageContext, _ problems: [FormProblem], isTyped: Bool
    ) -> [String: Any] {
        var view = FormView("payments", page.words, typed: isTyped ? page.form : FormBody())
        view.problems = problems
        var fields: [String: Any] = [:]
        for name in ["reference", "amount", "reason"] {
            var field = view.field(name)
            if !isTyped { field["id"] = "\(name)-\(payment.id)" }
            fields[name] = field
        }
        return fields
    }

    private static func figures(_ money: BookingMoney, _ formats: Formats) -> [[String: Any]] {
        let amounts: [(String, Int64)] = [
            ("payable", money.payable_paise), ("paid", money.paid_paise), ("due", money.due_paise),
            ("refunded", money.refunded_paise), ("refunding", money.refunding_paise),
        ]
        return amounts.filter { $0.1 > 0 || ["payable", "due"].contains($0.0) }.map {
            [
                "label": formats.words.text("payments.figure.\($0.0)"), "value": formats.rupees(paise: $0.1),
            ]
        }
    }
}
