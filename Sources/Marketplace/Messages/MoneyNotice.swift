import Foundation

/// What a person is told of the money of a booking.
package struct MoneyNotice: Sendable, Equatable {
    package enum Kind: String, CaseIterable, Sendable {
        case received = "payment_received"
        case failed = "payment_failed"
        case refunded = "refund_made"
        case invoice = "invoice_ready"
    }

    package let kind: Kind
    /// The booking's.
    package let reference: String
    package let centreName: String?
    package let startsAt: Date
    package let variables: Variables

    /// As `message_notice` takes them; all may be left out.
    package struct Variables: Sendable, Equatable, Codable {
        package var amount_paise: Int64?
        /// Of an invoice, a receipt or a credit note.
        package var number: String?

        package init(amount_paise: Int64? = nil, number: String? = nil) {
            self.amount_paise = amount_paise
            self.number = number
        }
    }

    package init(_ kind: Kind, reference: String, centreName: String?, startsAt: Date, variables: Variables) {
        self.kind = kind
        self.reference = reference
        self.centreName = centreName
        self.startsAt = startsAt
        self.variables = variables
    }

    /// As people of both languages write it, `₹1,18,000.50`; nil where no amount is known.
    package var amount: String? { variables.amount_paise.map { Rupees.text($0) } }
}

/// Money as people write it.
enum Rupees {
    /// In groups of two digits above the thousands; paise only where there are some.
    static func text(_ paise: Int64) -> String {
        let (rupees, rest) = paise.magnitude.quotientAndRemainder(dividingBy: 100)
        let digits = String(rupees)
        var groups = [String(digits.suffix(3))]
        var left = digits.dropLast(3)
        while !left.isEmpty {
            groups.insert(String(left.suffix(2)), at: 0)
            left = left.dropLast(2)
        }
        let fraction = rest == 0 ? "" : ".\(rest < 10 ? "0" : "")\(rest)"
        return "\(paise < 0 ? "-" : "")₹\(groups.joined(separator: ","))\(fraction)"
    }
}
