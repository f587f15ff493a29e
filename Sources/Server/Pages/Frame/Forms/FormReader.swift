import Foundation

/// Reads a form's fields to the end and notes each that is wrong, so that a person is told of all of them at once.
struct FormReader {
    private(set) var fields: BodyFields
    private(set) var problems: [FormProblem] = []

    init(_ form: FormBody) { fields = BodyFields(form) }

    var isFine: Bool { problems.isEmpty }

    /// What `read` returns; nil when it refuses, which is noted.
    ///
    /// - Throws: What is no field's fault.
    mutating func read<Value>(_ read: (inout BodyFields) throws -> Value?) throws -> Value? {
        do {
            return try read(&fields)
        } catch  where FormProblem.all(in: error) != nil {
            problems += FormProblem.all(in: error) ?? []
            return nil
        }
    }

    /// The same for a field that must be filled in.
    mutating func require<Value>(
        _ name: String, _ read: (inout BodyFields, String) throws -> Value?
    ) throws -> Value? {
        let known = problems.count
        let value = try self.read { try read(&$0, name) }
        if value == nil, problems.count == known { note(name, "missing") }
        return value
    }

    /// - Parameter code: By which the message is found; see `FormProblem`.
    mutating func note(_ field: String, _ code: String) { note(FormProblem(field: field, code: code)) }

    mutating func note(_ problem: FormProblem) { problems.append(problem) }
}

/// What is wrong with one field of a form.
///
/// Its words are the first of these translations that there is: `<prefix>.field.<name>.<code>`,
/// `<prefix>.field.<name>.wrong`, `errors.<code>`, `frame.field.<code>`, `frame.field.wrong`, without the numbers of rows in the
/// name. For a code of its own (not `invalid_parameter`) `errors.<code>` comes before `...wrong`.
struct FormProblem: Sendable, Equatable {
    /// As the page names it: `services[2].price`.
    let field: String
    let code: String
    /// The translation that tells it, where it isn't one of those above.
    var words: String?

    /// Nil when the error is no field's fault.
    static func all(in error: any Error) -> [FormProblem]? {
        let problem = ErrorResponses.problem(for: error)
        guard !problem.errors.isEmpty else { return nil }
        return problem.errors.map { FormProblem(field: $0.field, code: problem.code) }
    }

    func message(_ words: Words, prefix: String) -> String {
        if let key = self.words { return words.text(key) }
        let name = field.replacing(/\[[0-9]*\]/, with: "")
        let own = "\(prefix).field.\(name)"
        let isOwnCode = code != "invalid_parameter" && code != "missing"
        let keys =
            ["\(own).\(code)"] + (isOwnCode ? ["errors.\(code)"] : []) + (code == "missing" ? [] : ["\(own).wrong"])
            + ["frame.field.\(code)", "frame.field.wrong"]
        return keys.lazy.compactMap { words.find($0) }.first ?? ""
    }
}
