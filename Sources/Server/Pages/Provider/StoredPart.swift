import Crypto
import Foundation
import Marketplace
import Matching

/// A part of a centre as it is stored: another tab, or an admin, may have saved it since its form was opened.
struct StoredPart {
    /// As if its owner had typed it.
    let body: FormBody

    /// The hidden field in which a form says on what it was begun.
    static let seenField = "seen"

    /// Another one whenever something of the part is stored otherwise. What is stored of other parts is nothing to it.
    var mark: String {
        SHA256.hash(data: Data(body.encoded.utf8)).prefix(8).map { String(format: "%02x", $0) }.joined()
    }

    /// Which state of the centre the form may meet; any, where it doesn't say on what it was begun.
    func precondition(for form: FormBody, _ record: ProviderRecord) -> ProviderPrecondition {
        guard form.has(Self.seenField) else { return .any }
        return .oneOf(form[Self.seenField] == mark ? [record.revision] : [])
    }

    /// What is stored where something else was typed: `label` and, unless it is empty, `value` (`text`, `lang`).
    func rows(
        besides typed: FormBody, _ labels: [(name: String, label: String)], _ language: Language
    ) -> [[String: Any]] {
        var rows: [[String: Any]] = []
        for (name, label) in labels {
            let stored = body[name]
            guard stored != typed[name].trimmingCharacters(in: .whitespacesAndNewlines) else { continue }
            var row: [String: Any] = ["label": label]
            if !stored.isEmpty { row["value"] = Named(stored, in: language).model }
            rows.append(row)
        }
        return rows
    }
}

extension CentrePart {
    /// What the fields of its form are called, by their names.
    func labels(_ words: Words, _ catalogue: [RepairService]) -> [(name: String, label: String)] {
        switch self {
        case .services: OffersForm.labels(words, catalogue)
        case .hours: HoursForm.labels(words)
        case .profile, .day, .calendar, .earnings, .closures, .area: ProfileForm.labels(words)
        }
    }
}
