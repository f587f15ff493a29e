import Foundation
import HTTPTypes
import Hummingbird
import Marketplace

/// The money of one booking: what came and went, its documents, and for its centre and admins what is to be done about it.
struct MoneyPages: Sendable {
    let bookings: Bookings
    let payments: Payments
    let invoices: InvoiceFiles

    var routes: [Route] {
        [
            .page(.get, "/bookings/{id}/money", for: .everybodySignedIn, show),
            .page(.post, "/bookings/{id}/money/confirm", for: .providersAndAdmins, confirm),
            .page(.post, "/bookings/{id}/money/received", for: .providersAndAdmins, received),
            .page(.post, "/bookings/{id}/money/refund", for: .providersAndAdmins, refund),
            .page(.post, "/bookings/{id}/money/returned", for: .providersAndAdmins, returned),
            .page(.get, "/bookings/{id}/invoice.pdf", for: .everybodySignedIn, document),
        ]
    }

    static func path(_ booking: Int64) -> LocalPath { LocalPath("/bookings/\(booking)/money") ?? .home }

    private static let template = "payments/money"
    private static let names = [
        "reference", "cash_reference", "amount", "reason", "payment", "returned_reference", "refund",
    ]

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let booking = try await BookingPage.booking(context, bookings)
        let form = FormView("payments", context.page.words).model(Self.names)
        return try context.page.render(
            Self.template, form.merging(try await model(booking, context)) { $1 })
    }

    /// Somebody has seen the money of a UPI payment, or of one by hand that was announced.
    @Sendable func confirm(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        try await vouch(context, for: "payment", by: "reference", done: "payments.confirmed") {
            booking, payment, reference in
            guard try await payments.payment(payment, for: context.user).booking_id == booking.id else {
                throw PaymentError.unknownPayment
            }
            _ = try await payments.confirm(payment, reference, by: context.actor)
        }
    }

    /// Somebody says that what the booking's page shows came or went, and gives the bank's reference for it.
    ///
    /// - Parameters:
    ///   - name: The field with the id of what it is about.
    ///   - field: The field of the reference, where a refusal is told too.
    func vouch(
        _ context: PersonalPageContext, for name: String, by field: String, done: String,
        act: (_ booking: Booking, _ id: Int64, _ reference: BankReference) async throws -> Void
    ) async throws -> Response {
        let booking = try await BookingPage.booking(context, bookings)
        var form = FormReader(context.page.form)
        let id = try form.require(name) { try $0.integer($1, in: 1...Int64.max) }
        let reference = try Self.reference(&form, field)
        guard form.isFine, let id, let reference else { return try await refuse(booking, context, form.problems) }
        do {
            try await act(booking, id, reference)
        } catch {
            return try await refuse(booking, context, form.problems, error, about: field)
        }
        return context.page.redirect(to: Self.path(booking.id), done: done)
    }

    /// Money that nobody announced: cash on the counter, a transfer.
    @Sendable func received(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let booking = try await BookingPage.booking(context, bookings)
        var form = FormReader(context.page.form)
        let reference = try Self.reference(&form, "cash_reference")
        guard form.isFine, let reference else { return try await refuse(booking, context, form.problems) }
        do {
            let opened = try await payments.open(booking.id, by: .manual, for: context.actor)
            _ = try await payments.confirm(opened.payment.id, reference, by: context.actor)
        } catch PaymentError.nothingDue, PaymentError.alreadyPaid {
            // Sent twice: what is paid is shown.
        } catch {
            return try await refuse(booking, context, form.problems, error, about: "cash_reference")
        }
        return context.page.redirect(to: Self.path(booking.id), done: "payments.confirmed")
    }

    @Sendable func refund(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let booking = try await BookingPage.booking(context, bookings)
        var form = FormReader(page.form)
        let payment = try form.require("payment") { try $0.integer($1, in: 1...Int64.max) }
        let reason = try form.require("reason") { try $0.text($1, length: 1...500) }
        let typed = page.form["amount"].trimmingCharacters(in: .whitespaces)
        let amount = typed.isEmpty ? nil : OffersForm.paise(typed)
        if !typed.isEmpty, (amount ?? 0) <= 0 { form.note("amount", "wrong") }
        guard form.isFine, let payment, let reason else { return try await refuse(booking, context, form.problems) }
        do {
            try await refundOnce(payment, amount, reason, booking, context)
        } catch {
            return try await refuse(booking, context, form.problems, error, about: "amount")
        }
        return page.redirect(to: Self.path(booking.id), done: "payments.refunded")
    }

    /// A second click of the same form gives nothing back again.
    private func refundOnce(
        _ payment: Int64, _ amount_paise: Int64?, _ reason: String, _ booking: Booking, _ context: PersonalPageContext
    ) async throws {
        guard try await payments.payment(payment, for: context.user).booking_id == booking.id else {
            throw PaymentError.unknownPayment
        }
        let body = "\(payment)\n\(amount_paise.map { String($0) } ?? "")\n\(reason)"
        let once = IdempotentRequest(
            user_id: context.user.id, key: BookingWish.key(context.page.form["key"]) ?? BookingWish.newKey(),
            method: "POST", path: context.page.address.path, body: Data(body.utf8))
        // Refusals aren't kept: another amount is given back with the same key.
        _ = try await once.answerOnce(on: bookings.pool, refusal: { _ in nil }) { transaction in
            let refund = try await payments.refund(
                payment, amount_paise: amount_paise, reason: reason, by: context.actor, on: transaction)
            return StoredAnswer(status: 303, location: "/bookings/\(refund.booking_id)/money", body: [])
        }
    }

    @Sendable func document(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let booking = try await BookingPage.booking(context, bookings)
        let note = page.query.integer("note", in: 1...Int.max).map { Int64($0) }
        let file =
            if let note {
                try await invoices.correction(note, ofBooking: booking.id, in: nil, for: context.user)
            } else {
                try await invoices.invoice(ofBooking: booking.id, in: nil, for: context.user)
            }
        guard file != nil else { return page.redirect(to: Self.path(booking.id), done: "payments.being_made") }
        return InvoiceRoutes.answer(file, to: request)
    }

    static func reference(_ form: inout FormReader, _ name: String) throws -> BankReference? {
        guard let typed = try form.require(name, { try $0.line($1, length: 1...80) }) else { return nil }
        guard let reference = try? BankReference(typed) else {
            form.note(name, "wrong")
            return nil
        }
        return reference
    }

    /// - Parameter field: Where it is told, when the error names no field of the form.
    func refuse(
        _ booking: Booking, _ context: PersonalPageContext, _ problems: [FormProblem], _ error: (any Error)? = nil,
        about field: String? = nil
    ) async throws -> Response {
        let page = context.page
        var problems = problems
        var error = error
        if let known = error, let field, let code = Self.codes[ErrorResponses.problem(for: known).code] {
            problems.append(FormProblem(field: field, code: code))
            error = nil
        }
        return try page.refuse(
            Self.template, prefix: "payments", names: Self.names, problems: problems, error: error,
            model: try await model(booking, context, refused: problems))
    }

    /// Refusals that are about a field of the form.
    private static let codes = [
        "reference_used": "reference_used", "already_confirmed": "already_confirmed",
        "refund_too_large": "refund_too_large",
    ]
}
