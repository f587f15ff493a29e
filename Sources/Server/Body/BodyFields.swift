import Foundation

/// The members of a JSON object, read strictly: what is unknown, missing or of another kind is refused, with
/// the member's name.
///
/// Of a form all values are text: one that is empty counts as absent, numbers and flags are read from it, and fields
/// that nobody asks for are no mistake.
struct BodyFields {
    private let members: [String: JSONValue]
    /// What stands before a member's name in refusals, as `services[2].`.
    private let prefix: String
    let isForm: Bool
    private var asked: [String] = []

    init(_ members: [String: JSONValue], prefix: String = "", isForm: Bool = false) {
        self.members = members
        self.prefix = prefix
        self.isForm = isForm
    }

    init(_ form: FormBody) { self.init(FormTree.members(of: form), isForm: true) }

    /// Whether the member is there, be it null.
    mutating func has(_ name: String) -> Bool {
        note(name)
        return members[name] != nil
    }

    /// Nil when the member is absent or null.
    mutating func value(_ name: String) -> JSONValue? {
        note(name)
        let value = members[name]
        return value == .null || isForm && value == .string("") ? nil : value
    }

    mutating func require<Value>(
        _ name: String, _ read: (inout BodyFields, String) throws -> Value?
    ) throws -> Value {
        guard let value = try read(&self, name) else { throw wrong(name, "is missing") }
        return value
    }

    /// Text without spaces at its ends, without control characters, of so many characters. NFC, so that what looks
    /// the same is the same.
    mutating func text(_ name: String, length: ClosedRange<Int> = 1...200) throws -> String? {
        guard let text = try rawText(name) else { return nil }
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines).precomposedStringWithCanonicalMapping
        guard length.contains(trimmed.count), trimmed.utf8.count <= 8 * length.upperBound else {
            throw wrong(name, "must have \(length.lowerBound) to \(length.upperBound) characters")
        }
        guard !trimmed.unicodeScalars.contains(where: Self.isForbidden) else {
            throw wrong(name, "must not contain control characters")
        }
        return trimmed
    }

    /// Text exactly as sent, for secrets.
    mutating func rawText(_ name: String) throws -> String? {
        switch value(name) {
        case nil: return nil
        case .string(let text): return text
        default: throw wrong(name, "must be text")
        }
    }

    mutating func integer(_ name: String, in range: ClosedRange<Int64>) throws -> Int64? {
        switch value(name) {
        case nil: return nil
        case .integer(let number) where range.contains(number): return number
        case .string(let text) where isForm:
            guard let number = Self.integer(text), range.contains(number) else { fallthrough }
            return number
        default: throw wrong(name, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
    }

    mutating func number(_ name: String, in range: ClosedRange<Double>) throws -> Double? {
        let number: Double
        switch value(name) {
        case nil: return nil
        case .integer(let integer): number = Double(integer)
        case .number(let double): number = double
        case .string(let text) where isForm:
            number = QueryParameters.finiteNumber(text.trimmingCharacters(in: .whitespaces)) ?? .nan
        default: number = .nan
        }
        guard range.contains(number) else {
            throw wrong(name, "must be a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    mutating func flag(_ name: String) throws -> Bool? {
        switch value(name) {
        case nil: return nil
        case .bool(let flag): return flag
        case .string("true") where isForm, .string("on") where isForm: return true
        case .string("false") where isForm: return false
        default: throw wrong(name, "must be true or false")
        }
    }

    /// One of the raw values of `Choice`.
    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, _: Choice.Type = Choice.self
    ) throws -> Choice? where Choice.RawValue == String {
        guard let text = try rawText(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            throw wrong(name, "must be one of: \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return choice
    }

    /// The members of an object inside; to be asked with `refuseOthers` of its own.
    mutating func object(_ name: String) throws -> BodyFields? {
        switch value(name) {
        case nil: return nil
        case .object(let members): return BodyFields(members, prefix: prefix + name + ".", isForm: isForm)
        default: throw wrong(name, "must be an object")
        }
    }

    /// A list of objects, each read by `read`, which need not call `refuseOthers`.
    mutating func objects<Element>(
        _ name: String, atMost limit: Int, _ read: (inout BodyFields) throws -> Element
    ) throws -> [Element]? {
        guard let values = try array(name, atMost: limit) else { return nil }
        return try values.enumerated().map { index, value in
            guard case .object(let members) = value else { throw wrong("\(name)[\(index)]", "must be an object") }
            var fields = BodyFields(members, prefix: "\(prefix)\(name)[\(index)].", isForm: isForm)
            let element = try read(&fields)
            try fields.refuseOthers()
            return element
        }
    }

    mutating func array(_ name: String, atMost limit: Int) throws -> [JSONValue]? {
        switch value(name) {
        case nil: return nil
        case .array(let values) where values.count <= limit: return values
        default: throw wrong(name, "must be a list of \(limit) at most")
        }
    }

    /// To be called when every known member has been asked for.
    /// - Throws: `Problem` 422 `unknown_parameter` when there are others.
    func refuseOthers() throws {
        if !isForm, let other = members.keys.sorted().first(where: { !asked.contains($0) }) {
            throw Problem.unknownParameter(prefix + other, known: asked)
        }
    }

    /// - Parameter expectation: As in "must be text".
    func wrong(_ name: String, _ expectation: String) -> Problem {
        .invalidParameter(prefix + name, "'\(prefix + name)' \(expectation).")
    }

    /// A member's name as it stands in refusals.
    func path(_ name: String) -> String { prefix + name }

    /// Digits, after a minus perhaps.
    private static func integer(_ text: String) -> Int64? {
        let text = text.trimmingCharacters(in: .whitespaces)
        return text.hasPrefix("+") ? nil : Int64(text)
    }

    private mutating func note(_ name: String) {
        if !asked.contains(name) { asked.append(name) }
    }

    /// NUL can't be stored; the others can't be seen, and bidirectional overrides make a name read as another.
    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A, 0x09: false
        case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF: true
        default: false
        }
    }
}
