import Foundation
import Hummingbird

/// The parameters of a page's address. People get such addresses from anywhere, so what is unknown, given twice or can't
/// be read is passed over.
struct PageQuery: Sendable {
    /// As what was typed into a form that only asks.
    let form: FormBody

    init(_ request: Request) {
        let query = request.uri.query ?? ""
        let pairs = query.utf8.count > QueryParameters.lengthLimit ? [] : query.split(separator: "&")
        form = FormBody(pairs.prefix(100).compactMap { FormBody(encoded: String($0))?.fields.first })
    }

    /// Trimmed, and nil when it is absent or empty or holds what can't be stored.
    func text(_ name: String) -> String? {
        let text = form[name].trimmingCharacters(in: .whitespacesAndNewlines)
        return text.isEmpty || text.contains("\0") ? nil : text
    }

    func integer(_ name: String, in range: ClosedRange<Int>) -> Int? {
        text(name).flatMap { Int($0) }.flatMap { range.contains($0) ? $0 : nil }
    }

    /// One of the raw values of `Choice`.
    func choice<Choice: RawRepresentable>(_ name: String, _: Choice.Type = Choice.self) -> Choice?
    where Choice.RawValue == String {
        text(name).flatMap(Choice.init)
    }
}
