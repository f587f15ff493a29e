import Foundation
import Postgres

/// A step of a booking with the one before and those whom it concerns: what decides who is told what.
struct ToldStep: Sendable {
    struct Reader: Sendable {
        let id: Int64
    }

    struct Centre: Sendable {
        let id: Int64
        let name: String
        /// Nil when nobody has an account for it that is in use.
        let owner: Reader?
    }

    let reference: String
    let status: BookingStatus
    let startsAt: Date
    let byRole: String
    /// Nil: the clock, a payment.
    let byUser: Int64?
    let note: String?
    /// Nil when it began.
    let from: BookingStatus?
    let startedAt: Date?
    let customer: Reader?
    let centre: Centre?
    let centreBefore: Centre?

    /// Nil when the booking is gone.
    static func find(_ job: TellOfBookingJob, on transaction: PostgresConnection) async throws -> ToldStep? {
        let rows = try await transaction.query(
            """
            SELECT b.reference, h.status, h.scheduled_at, h.by_role, h.note, h.from_status, e.scheduled_at,
                c.id, s.id, s.center_name, o.id, p.id, p.center_name, q.id, h.by_user
            FROM booking_history h JOIN bookings b ON b.id = h.booking_id
            LEFT JOIN LATERAL (
                SELECT x.provider_id, x.scheduled_at FROM booking_history x
                WHERE x.booking_id = h.booking_id AND x.id < h.id ORDER BY x.id DESC LIMIT 1) AS e ON true
            LEFT JOIN users c ON c.id = b.customer_id AND c.status = 'active'
            LEFT JOIN service_providers s ON s.id = h.provider_id
            LEFT JOIN users o ON o.id = s.user_id AND o.status = 'active'
            LEFT JOIN service_providers p ON p.id = e.provider_id
            LEFT JOIN users q ON q.id = p.user_id AND q.status = 'active'
            WHERE h.id = \(job.historyID) AND h.booking_id = \(job.bookingID)
            """)
        return try rows.first.map(ToldStep.init)
    }

    private init(_ row: PostgresRow) throws {
        reference = try row.column(0)
        status = try Self.status(row.column(1))
        startsAt = try row.column(2)
        byRole = try row.column(3)
        byUser = try row.column(14)
        note = try row.column(4)
        from = try row.column(5, as: String?.self).map(Self.status)
        startedAt = try row.column(6)
        customer = try Self.reader(row, 7)
        centre = try Self.centre(row, 8)
        centreBefore = try Self.centre(row, 11)
    }

    private static func status(_ text: String) throws -> BookingStatus {
        guard let status = BookingStatus(rawValue: text) else {
            throw PostgresError(.decoding, "'\(text)' is no status of a booking")
        }
        return status
    }

    private static func reader(_ row: PostgresRow, _ column: Int) throws -> Reader? {
        try row.column(column, as: Int64?.self).map(Reader.init)
    }

    private static func centre(_ row: PostgresRow, _ column: Int) throws -> Centre? {
        guard let id = try row.column(column, as: Int64?.self) else { return nil }
        return Centre(id: id, name: try row.column(column + 1), owner: try reader(row, column + 2))
    }
}

extension ToldStep {
    /// Who is told what. Nobody is told of what they did themselves, and a customer not of what goes as expected.
    var notices: [(Reader, BookingNotice)] {
        var told: [(Reader, BookingNotice)] = []
        func tell(_ reader: Reader?, _ kind: BookingNotice.Kind, of centre: Centre?) {
            guard let reader else { return }
            let notice = BookingNotice(
                kind, reference: reference, centreName: centre?.name, startsAt: startsAt, note: note)
            told.append((reader, notice))
        }
        if let kind = customerKind { tell(customer, kind, of: centre) }
        if let kind = centreKind { tell(centre?.owner, kind, of: centre) }
        if isMoved, byRole != "provider" { tell(centreBefore?.owner, .requestMoved, of: centreBefore) }
        return told
    }

    /// Whether it went from one centre to another, or to none.
    private var isMoved: Bool { from == status && centreBefore != nil && centreBefore?.id != centre?.id }
    /// Whether it came to its centre by this step.
    private var hasComeToCentre: Bool {
        guard centre != nil else { return false }
        return status == .pending && from != .pending || from == status && centreBefore?.id != centre?.id
    }

    private var customerKind: BookingNotice.Kind? {
        if from == status {
            if centre == nil { return .waiting }
            if centreBefore?.id != centre?.id { return .otherCentre }
            return startedAt != startsAt && byRole != "customer" ? .rescheduled : nil
        }
        switch status {
        case .pending:
            if centre == nil { return .waiting }
            // Somebody on the phone has nothing else to show for it.
            guard from == nil, let byUser, byUser != customer?.id else { return nil }
            return .booked
        case .accepted: return .accepted
        case .rejected: return .rejected
        case .cancelled: return byRole == "customer" ? nil : .cancelled
        case .completed: return .completed
        case .noShow: return .noShow
        case .expired: return .expired
        case .held, .inProgress: return nil
        }
    }

    private var centreKind: BookingNotice.Kind? {
        if hasComeToCentre { return .requested }
        guard byRole != "provider" else { return nil }
        if from == status { return startedAt == startsAt ? nil : .requestRescheduled }
        return status == .cancelled ? .requestCancelled : nil
    }
}
