import HTTPTypes
import Hummingbird
import Marketplace
import NIOCore
import Postgres

/// What was issued for a booking: its invoice or receipt, and what corrects it; and what the platform bills a centre.
struct InvoiceRoutes: Sendable {
    let files: InvoiceFiles

    init(pool: PostgresPool) { files = InvoiceFiles(pool: pool) }

    var routes: [Route] {
        [
            Route(
                .get, "/api/bookings/{id}/invoice", for: .everybodySignedIn, produces: [.pdf, .applicationJson], invoice
            ),
            Route(.get, "/api/bookings/{id}/invoices", for: .everybodySignedIn, list),
            Route(
                .get, "/api/bookings/{id}/credit-notes/{note_id}", for: .everybodySignedIn,
                produces: [.pdf, .applicationJson], correction),
            Route(
                .get, "/api/providers/{id}/commission-invoices/{month}", for: .providersAndAdmins,
                produces: [.pdf, .applicationJson], commissionInvoice),
        ]
    }

    @Sendable func invoice(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let language = try language(request)
        let file = try await files.invoice(ofBooking: try context.booking(), in: language, for: context.user)
        return Self.answer(file, to: request)
    }

    @Sendable func correction(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let language = try language(request)
        let booking = try context.booking()
        guard let id = try context.request.id("note_id") else { throw InvoiceError.unknownCorrection }
        let file = try await files.correction(id, ofBooking: booking, in: language, for: context.user)
        return Self.answer(file, to: request)
    }

    @Sendable func commissionInvoice(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try QueryParameters(request).refuseOthers()
        guard let centre = try context.request.id() else { throw PaymentError.unknownProvider }
        guard let month = Month(String(try context.request.parameters.require("month"))) else {
            throw Problem.invalidParameter("month", "'month' must be a month as 2026-11.")
        }
        let file = try await files.commissionInvoice(of: centre, in: month, for: context.user)
        return Self.answer(file, to: request)
    }

    @Sendable func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try QueryParameters(request).refuseOthers()
        let booking = try context.booking()
        let issued = try await files.all(ofBooking: booking, for: context.user)
        return Answer.json(capacity: 2048) { json in
            json.object { json in
                json.key("items")
                json.array(issued) { $0.write($1) }
            }
        }
    }

    private func language(_ request: Request) throws -> Language? {
        var parameters = try QueryParameters(request)
        let language: Language? = try parameters.optionalChoice("lang")
        try parameters.refuseOthers()
        return language
    }

    /// The same for pages.
    static func answer(_ file: InvoiceFiles.File?, to request: Request) -> Response {
        guard let file else { return beingMade }
        let tag = file.sha256.prefix(16).map { String(UInt16($0) + 256, radix: 16).dropFirst() }.joined()
        let headers: HTTPFields = [
            .contentType: "application/pdf", .cacheControl: "private, no-cache", .eTag: "\"\(tag)\"",
            .contentDisposition: "inline; filename=\"\(file.name)\"",
        ]
        if ETag.isKnown(tag, to: request) { return Response(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.pdf)))
    }

    private static var beingMade: Response {
        var answer = Answer.json { json in json.object { $0.field("status", "being_made") } }
        answer.status = .accepted
        answer.headers[.retryAfter] = "2"
        answer.headers[.cacheControl] = "no-store"
        return answer
    }
}

extension InvoiceFiles.File {
    /// `invoice-26-27-000017.pdf`, `com-26-27-00001.pdf`
    fileprivate var name: String {
        let kind =
            switch kind {
            case .taxInvoice: serial.hasPrefix("COM/") ? "" : "invoice-"
            case .receipt: "receipt-"
            case .creditNote, .refundReceipt: ""
            }
        return kind + serial.map { $0 == "/" ? "-" : $0.lowercased() }.joined() + ".pdf"
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ invoice: Invoice) {
        object { json in
            json.field("id", invoice.id)
            json.field("kind", invoice.kind.rawValue)
            json.field("serial", invoice.serial)
            json.field("issued_at", invoice.issuedAt)
            json.field("language", invoice.language.rawValue)
            json.field("taxable_paise", invoice.taxable_paise)
            json.field("cgst_paise", invoice.cgst_paise)
            json.field("sgst_paise", invoice.sgst_paise)
            json.field("igst_paise", invoice.igst_paise)
            json.field("round_off_paise", invoice.roundOff_paise)
            json.field("total_paise", invoice.total_paise)
            json.field(
                "href",
                invoice.kind.isCorrection
                    ? "/api/bookings/\(invoice.bookingID)/credit-notes/\(invoice.id)"
                    : "/api/bookings/\(invoice.bookingID)/invoice")
        }
    }
}

extension MediaType {
    static let pdf = MediaType(type: .application, subType: "pdf")
}
