import Foundation

/// A form as a template shows it: each field with what was typed and what is wrong with it.
///
/// For each name there is `fields.<name>` with `name`, `id`, `value`, `checked`, `is.<value>` (for radio buttons and
/// options) and `error`, which is false when nothing is wrong; beside it `summary` (`items` with `id`, `is_hidden` and
/// `message`) and `refusal`, a text about the whole form, where there is something to tell. Rows are the page's own:
/// `FormTree.rows` and `field(_:)`.
struct FormView {
    /// Where its messages are among the translations: `accounts` for `accounts.field.email.wrong`.
    let prefix: String
    let words: Words
    var typed = FormBody()
    var problems: [FormProblem] = []
    /// About the form as a whole.
    var refusal: String?

    init(_ prefix: String, _ words: Words, typed: FormBody = FormBody()) {
        self.prefix = prefix
        self.words = words
        self.typed = typed
    }

    /// - Parameters:
    ///   - names: All its fields.
    ///   - secrets: Those that are never shown again.
    func model(_ names: [String], secrets: Set<String> = []) -> [String: Any] {
        var fields: [String: Any] = [:]
        for name in names {
            Self.put(field(name, isSecret: secrets.contains(name)), at: name.split(separator: "."), in: &fields)
        }
        var model: [String: Any] = ["fields": fields]
        if !problems.isEmpty {
            model["summary"] = [
                "items": problems.map { problem -> [String: Any] in
                    [
                        "id": Self.id(problem.field), "is_hidden": Self.hidden.contains(problem.field),
                        "message": problem.message(words, prefix: prefix),
                    ]
                }
            ]
        }
        if let refusal { model["refusal"] = refusal }
        return model
    }

    /// - Parameter value: Instead of what was typed.
    func field(_ name: String, value: String? = nil, isSecret: Bool = false) -> [String: Any] {
        let value = isSecret ? "" : value ?? typed[name]
        let error = problems.first { $0.field == name }?.message(words, prefix: prefix)
        return [
            "name": name, "id": Self.id(name), "value": value, "checked": ["true", "on"].contains(value),
            "is": [value: true], "error": error ?? false,
        ]
    }

    /// Fields that a link brings along and nobody sees: no link of the summary leads to them.
    private static let hidden: Set = ["token"]

    /// The `id` of a field's element.
    static func id(_ name: String) -> String { "f-" + name.replacing(/[^A-Za-z0-9_]+/, with: "-") }

    private static func put(_ field: [String: Any], at path: [Substring], in fields: inout [String: Any]) {
        guard let first = path.first.map(String.init) else { return }
        if path.count == 1 {
            fields[first] = field
        } else {
            var inner = fields[first] as? [String: Any] ?? [:]
            put(field, at: Array(path.dropFirst()), in: &inner)
            fields[first] = inner
        }
    }
}
