import Foundation
import HTTPTypes
import Jobs
import Marketplace
import Postgres
import Testing

@testable import Server

/// A payment as clients read it.
struct PaymentBody: Decodable {
    let id: Int64
    let booking_id: Int64
    let method: String
    let status: String
    let amount_paise: Int64
    let received_paise: Int64?
    let refunded_paise: Int64
    let refunding_paise: Int64
    let order_id: String?
    let txn_id: String?
    let received_by: String
    let key_id: String?
    let upi_uri: String?
    let qr_svg: String?
}

struct RefundBody: Decodable {
    let id: Int64
    let payment_id: Int64
    let amount_paise: Int64
    let status: String
    let cause: String
}

struct MoneyBody: Decodable {
    let payment_status: String
    let payable_paise: Int64
    let paid_paise: Int64
    let refunded_paise: Int64
    let refunding_paise: Int64
    let due_paise: Int64
    let items: [PaymentBody]
    let refunds: [RefundBody]
}

/// A centre with bookings, a gateway, and everybody who has to do with their money.
struct PaymentGround: Sendable {
    let bookings: BookingGround
    let gateway: TestGateway
    var server: TestServer { bookings.server }
    var payments: Payments { server.server.payments }

    /// On the server of the suite, which must have the trait `.payments`: other tests' payments are there too.
    static func shared(_ body: (PaymentGround) async throws -> Void) async throws {
        guard let ground = PaymentTrait.shared else { preconditionFailure("the suite lacks the trait .payments") }
        try await body(PaymentGround(bookings: try await BookingGround(ground.server), gateway: ground.gateway))
    }

    /// On a server of its own.
    static func with(_ body: (PaymentGround) async throws -> Void) async throws {
        let gateway = TestGateway()
        var settings = NodeSettings()
        settings.paymentMeans = gateway.means
        try await withServer(settings) { server in
            try await body(PaymentGround(bookings: try await BookingGround(server), gateway: gateway))
        }
    }

    func post(
        _ path: String, as person: Person, _ body: [String: Any], key: String? = nil
    ) async throws -> Reply {
        var headers = person.headers
        headers[.contentType] = "application/json"
        headers[.idempotencyKey] = key
        return try await server.send(.post, path, headers: headers, body: json(body))
    }

    func initiate(
        _ booking: Int64, _ method: String = "razorpay", as person: Person? = nil, key: String? = nil
    ) async throws -> Reply {
        try await post(
            "/api/payments/initiate", as: person ?? bookings.customer, ["booking_id": booking, "method": method],
            key: key)
    }

    func opened(_ booking: Int64, _ method: String = "razorpay") async throws -> PaymentBody {
        let reply = try await initiate(booking, method)
        try #require(reply.status == 201, "\(reply.text)")
        return try reply.decode()
    }

    /// Paid at the checkout, and brought back by the browser.
    func verify(_ order: String, _ payment: String, signature: String? = nil, as person: Person? = nil) async throws
        -> Reply
    {
        try await post(
            "/api/payments/verify", as: person ?? bookings.customer,
            [
                "razorpay_order_id": order, "razorpay_payment_id": payment,
                "razorpay_signature": signature ?? TestGateway.sign("\(order)|\(payment)", TestGateway.keySecret),
            ])
    }

    /// Authorised through the checkout; gives the gateway's id.
    func paid(_ booking: Int64) async throws -> (payment: PaymentBody, txn_id: String) {
        let payment = try await opened(booking)
        let order = try #require(payment.order_id)
        let id = gateway.pay(order)
        let reply = try await verify(order, id)
        try #require(reply.status == 200, "\(reply.text)")
        return (payment, id)
    }

    func confirm(_ payment: Int64, _ reference: String, as person: Person? = nil) async throws -> Reply {
        try await post(
            "/api/payments/\(payment)/confirm", as: person ?? bookings.owner, ["reference": reference])
    }

    func refund(
        _ payment: Int64, _ amount: Int64? = nil, as person: Person? = nil, key: String? = nil
    ) async throws -> Reply {
        var body: [String: Any] = ["reason": "Not as agreed"]
        body["amount_paise"] = amount
        return try await post("/api/payments/\(payment)/refund", as: person ?? bookings.admin, body, key: key)
    }

    func money(_ booking: Int64) async throws -> MoneyBody {
        let reply = try await server.send(.get, "/api/bookings/\(booking)/payments", as: bookings.admin)
        try #require(reply.status == 200, "\(reply.text)")
        return try reply.decode()
    }

    /// How a booking stands.
    struct Standing: Equatable {
        let booking: String
        let payment: String

        init(_ booking: String, _ payment: String) { (self.booking, self.payment) = (booking, payment) }
    }

    func status(_ booking: Int64) async throws -> Standing {
        let rows = try await server.pool.query("SELECT status, payment_status FROM bookings WHERE id = \(booking)")
        let (status, payment) = try rows[0].decode(String.self, String.self)
        return Standing(status, payment)
    }

    /// The sum of an account of the ledger, of one booking.
    func account(_ name: String, _ booking: Int64) async throws -> Int64 {
        try await server.pool.query(
            """
            SELECT coalesce(sum(l.amount_paise), 0)::bigint
            FROM ledger_entries e JOIN ledger_lines l ON l.entry_id = e.id
            WHERE e.booking_id = \(booking) AND l.account = \(name)
            """)[0].decode(Int64.self)
    }

    func complete(_ booking: Int64) async throws {
        for step in ["accepted", "in_progress", "completed"] {
            let reply = try await bookings.move(booking, to: step, as: bookings.owner)
            try #require(reply.status == 200, "\(reply.text)")
        }
    }

    /// What a webhook says.
    func event(_ kind: String, _ order: String, _ payment: String, _ changes: [String: Any] = [:]) -> String {
        var entity: [String: Any] = [
            "id": payment, "entity": "payment", "order_id": order, "amount": 45_000, "currency": "INR",
            "status": String(kind.split(separator: ".")[1]), "method": "upi", "notes": [Any](),
            "some_new_field": ["x": 1],
        ]
        entity.merge(changes) { $1 }
        return json([
            "entity": "event", "account_id": "acc_1", "event": kind, "contains": ["payment"],
            "payload": ["payment": ["entity": entity]], "created_at": 1_796_025_600,
        ])
    }

    func webhook(
        _ body: String, id: String? = UUID().uuidString, signature: String? = nil,
        secret: String = TestGateway.secrets[1]
    ) async throws -> Reply {
        var headers: HTTPFields = [.contentType: "application/json"]
        headers[.razorpayEventID] = id
        headers[.razorpaySignature] = signature ?? TestGateway.sign(body, secret)
        return try await server.send(.post, "/api/payments/webhook", headers: headers, body: body)
    }

    /// Has the jobs of payments done until none of these kinds waits.
    func work() async throws {
        let kinds = [
            WorkOffWebhookJob.name, CapturePaymentJob.name, RefundPaymentJob.name, CheckPaymentJob.name,
        ]
        try await server.working {
            $0.addPayments(payments)
        } until: {
            try await server.pool.query(
                "SELECT NOT EXISTS (SELECT FROM jobs WHERE kind = ANY (\(kinds)) AND status <> 'dead')")[0]
                .decode(Bool.self)
        }
    }

    /// Nothing is wrong with the ledger, whatever was done.
    func expectSoundLedger(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        #expect(try await payments.ledgerFaults() == [], sourceLocation: sourceLocation)
    }
}

/// Gives the tests of a suite one server with a gateway.
struct PaymentTrait: SuiteTrait, TestScoping {
    @TaskLocal static var shared: (server: TestServer, gateway: TestGateway)?

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let gateway = TestGateway()
        var settings = NodeSettings()
        settings.paymentMeans = gateway.means
        try await withServer(settings) { server in
            try await Self.$shared.withValue((server, gateway)) { try await function() }
        }
    }
}

extension Trait where Self == PaymentTrait {
    static var payments: Self { Self() }
}
