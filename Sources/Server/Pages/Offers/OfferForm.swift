import Foundation
import Marketplace

/// An offer as a form asks for it.
enum OfferForm {
    /// What takes off how much. Once people were told, it stays.
    static let discountFields = ["code", "discount_percent", "discount", "max_discount"]
    static let termFields = ["min_total", "total_limit", "per_person_limit", "starts_at", "ends_at"]

    /// From which sum on, how often, and when.
    struct Terms {
        let min_total_paise: Int64?
        let total_limit: Int32?
        let person_limit: Int32?
        let startsAt: Date?
        let endsAt: Date?

        /// What is wrong with them the form then has noted.
        init(_ form: inout FormReader, _ body: FormBody) throws {
            min_total_paise = form.paise("min_total", body, in: BodyFields.offerAmounts)
            total_limit = try form.read { try $0.integer("total_limit", in: 1...1_000_000_000) }.map { Int32($0) }
            person_limit = try form.read { try $0.integer("per_person_limit", in: 1...1_000_000_000) }
                .map { Int32($0) }
            startsAt = try form.read { try $0.time("starts_at") }
            endsAt = try form.read { try $0.time("ends_at") }
        }
    }

    /// What is wrong with it the form then has noted.
    static func new(_ form: inout FormReader, _ body: FormBody) throws -> NewOffer? {
        let words = try form.offerWords()
        let target = try TargetForm.read(&form, body)
        let code = try form.read { try $0.offerCode("code") }
        let discount = try discount(&form, body, hasCode: code != nil)
        let terms = try Terms(&form, body)
        if let endsAt = terms.endsAt, endsAt <= terms.startsAt ?? Date() { form.note("ends_at", "order") }
        guard let words, let target else { return nil }
        var new = NewOffer(words: words, target: target)
        (new.code, new.discount, new.min_total_paise) = (code, discount, terms.min_total_paise ?? 0)
        (new.total_limit, new.person_limit) = (terms.total_limit, terms.person_limit)
        (new.startsAt, new.endsAt) = (terms.startsAt, terms.endsAt)
        return new
    }

    private static func discount(
        _ form: inout FormReader, _ body: FormBody, hasCode: Bool
    ) throws -> Offer.Discount? {
        let percent = try form.read { try $0.integer("discount_percent", in: 1...100) }
        let amount = form.paise("discount", body, in: 1...BodyFields.offerAmounts.upperBound)
        let most = form.paise("max_discount", body, in: 1...BodyFields.offerAmounts.upperBound)
        guard hasCode else {
            if percent != nil || amount != nil || most != nil { form.note("code", "needed") }
            return nil
        }
        switch (percent, amount) {
        case (let percent?, nil): return .percent(Int32(percent), most_paise: most)
        case (nil, let amount?): return .amount_paise(amount)
        default:
            form.note("discount_percent", "one")
            return nil
        }
    }
}
