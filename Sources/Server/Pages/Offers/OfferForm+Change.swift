import Foundation
import Marketplace

extension OfferForm {
    /// What was changed of the offer as it is. What is wrong with it the form then has noted.
    static func change(of offer: Offer, _ form: inout FormReader, _ body: FormBody) throws -> OfferChange? {
        let words = try form.offerWords()
        let target = try TargetForm.read(&form, body)
        let terms = try Terms(&form, body)
        guard let words, let target else { return nil }
        let shown = typed(offer)
        func isTouched(_ name: String) -> Bool { body[name] != shown[name] }
        var change = OfferChange()
        if words.title != offer.words.title { change.title = words.title }
        if words.description != offer.words.description { change.description = words.description }
        change.title_ta = field(words.title_ta, was: offer.words.title_ta)
        change.description_ta = field(words.description_ta, was: offer.words.description_ta)
        if TargetForm.names.contains(where: { isTouched($0) }) { change.target = target }
        let min_total_paise = terms.min_total_paise ?? 0
        if min_total_paise != offer.min_total_paise { change.min_total_paise = min_total_paise }
        change.total_limit = field(terms.total_limit, was: offer.total_limit)
        change.person_limit = field(terms.person_limit, was: offer.person_limit)
        // Fields show minutes: what wasn't touched keeps its seconds.
        if isTouched("starts_at") { change.startsAt = terms.startsAt ?? Date() }
        if isTouched("ends_at") { change.endsAt = terms.endsAt.map { .set($0) } ?? .remove }
        return change
    }

    private static func field<Value: Equatable & Sendable>(_ now: Value?, was: Value?) -> OfferChange.Field<Value> {
        if now == was { return .keep }
        return now.map { .set($0) } ?? .remove
    }

    /// As if its admin had typed it.
    static func typed(_ offer: Offer) -> FormBody {
        let fields: [(name: String, value: String?)] = [
            ("title", offer.words.title), ("title_ta", offer.words.title_ta),
            ("description", offer.words.description), ("description_ta", offer.words.description_ta),
            ("min_total", offer.min_total_paise > 0 ? OffersForm.rupees(offer.min_total_paise) : nil),
            ("total_limit", offer.total_limit.map { String($0) }),
            ("per_person_limit", offer.person_limit.map { String($0) }),
            ("starts_at", time(offer.startsAt)), ("ends_at", offer.endsAt.map(time)),
        ]
        let typed: [(name: String, value: String)] = fields.map { ($0.name, $0.value ?? "") }
        return FormBody(typed + TargetForm.typed(offer.target))
    }

    /// As a browser's field for a time has it: on the clock of India, to the minute.
    private static func time(_ date: Date) -> String { String(Timestamp.text(date).prefix(16)) }
}
