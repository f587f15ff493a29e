import Foundation
import Marketplace

extension NewOffer {
    init(_ fields: inout BodyFields) throws {
        self.init(words: try fields.offerWords(), target: try fields.require("target") { try $0.target($1) })
        code = try fields.offerCode("code")
        discount = try fields.discount(isNeeded: code != nil)
        min_total_paise = try fields.integer("min_total_paise", in: BodyFields.offerAmounts) ?? 0
        total_limit = try fields.offerLimit("total_limit")
        person_limit = try fields.offerLimit("per_person_limit")
        startsAt = try fields.time("starts_at")
        endsAt = try fields.time("ends_at")
        try fields.refuseOthers()
    }
}

extension OfferChange {
    init(_ fields: inout BodyFields) throws {
        self.init()
        title = try fields.line("title", length: 1...120)
        title_ta = try fields.field("title_ta") { try $0.line($1, length: 1...120) }
        description = try fields.text("description", length: 1...2000)
        description_ta = try fields.field("description_ta") { try $0.text($1, length: 1...2000) }
        target = try fields.target()
        min_total_paise = try fields.integer("min_total_paise", in: BodyFields.offerAmounts)
        total_limit = try fields.field("total_limit") { try $0.offerLimit($1) }
        person_limit = try fields.field("per_person_limit") { try $0.offerLimit($1) }
        startsAt = try fields.time("starts_at")
        endsAt = try fields.field("ends_at") { try $0.time($1) }
        try fields.refuseOthers()
    }
}

extension BodyFields {
    /// Up to a lakh of rupees.
    static let offerAmounts: ClosedRange<Int64> = 0...10_000_000

    /// A member that may be taken away by null.
    fileprivate mutating func field<Value>(
        _ name: String, _ read: (inout BodyFields, String) throws -> Value?
    ) throws -> OfferChange.Field<Value> {
        guard has(name) else { return .keep }
        return try read(&self, name).map { .set($0) } ?? .remove
    }

    fileprivate mutating func offerLimit(_ name: String) throws -> Int32? {
        try integer(name, in: 1...1_000_000_000).map { Int32($0) }
    }

    /// In capitals, however it was typed.
    mutating func offerCode(_ name: String) throws -> String? {
        guard let text = try text(name, length: 3...20) else { return nil }
        let code = text.uppercased()
        let isPlain = code.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
            default: false
            }
        }
        guard isPlain else { throw wrong(name, "must be of letters A to Z, digits and hyphens") }
        return code
    }

    fileprivate mutating func discount(isNeeded: Bool) throws -> Offer.Discount? {
        let percent = try integer("discount_percent", in: 1...100)
        let amount_paise = try integer("discount_paise", in: 1...Self.offerAmounts.upperBound)
        let most_paise = try integer("max_discount_paise", in: 1...Self.offerAmounts.upperBound)
        guard isNeeded else {
            guard percent == nil, amount_paise == nil, most_paise == nil else {
                throw wrong("code", "is missing: a discount is taken off by a code")
            }
            return nil
        }
        switch (percent, amount_paise) {
        case (let percent?, nil): return .percent(Int32(percent), most_paise: most_paise)
        case (nil, let amount?):
            guard most_paise == nil else { throw wrong("max_discount_paise", "goes with 'discount_percent' alone") }
            return .amount_paise(amount)
        default: throw wrong("discount_percent", "or 'discount_paise' must be given with a code: one of them")
        }
    }
}
