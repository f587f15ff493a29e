import Hummingbird

/// The parameters of a request's query, read strictly: what is unknown, given twice or not text is
/// refused, since a typing mistake that is silently dropped gives a wrong answer.
package struct QueryParameters {
    /// Longest query accepted, in bytes. Every honest one is far shorter.
    static let lengthLimit = 4096

    private var values: [(name: String, value: String)] = []
    private var asked: [String] = []

    /// - Parameter repeatable: Names that may come more than once; for `texts`.
    /// - Throws: `Problem` 413 when too long, 400 when not UTF-8, 422 when another name comes twice.
    package init(_ request: Request, repeatable: Set<String> = []) throws {
        guard let query = request.uri.query, !query.isEmpty else { return }
        guard query.utf8.count <= Self.lengthLimit else {
            throw Problem(
                .contentTooLarge, "query_too_long", "The query may have \(Self.lengthLimit) bytes at most.")
        }
        for pair in query.utf8.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = try Self.decode(parts[0])
            guard repeatable.contains(name) || !values.contains(where: { $0.name == name }) else {
                throw Problem.invalidParameter(name, "'\(name)' is given more than once.")
            }
            values.append((name, parts.count > 1 ? try Self.decode(parts[1]) : ""))
        }
    }

    /// The parameter's text, or nil when it is absent.
    package mutating func text(_ name: String) -> String? {
        if !asked.contains(name) { asked.append(name) }
        return values.first { $0.name == name }?.value
    }

    /// All texts of a parameter that may come more than once, in their order.
    package mutating func texts(_ name: String, atMost limit: Int) throws -> [String] {
        if !asked.contains(name) { asked.append(name) }
        let texts = values.filter { $0.name == name }.map(\.value)
        guard texts.count <= limit else {
            throw Problem.invalidParameter(name, "'\(name)' may be given \(limit) times at most.")
        }
        return texts
    }

    package mutating func integer(_ name: String, in range: ClosedRange<Int>, default fallback: Int) throws -> Int {
        guard let text = text(name) else { return fallback }
        guard !text.hasPrefix("+"), let number = Int(text), range.contains(number) else {
            throw Problem.invalidParameter(
                name, "'\(name)' must be a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    /// A number that is as it should be, or nil when the parameter is absent.
    package mutating func number(
        _ name: String, _ expectation: String, where isRight: (Double) -> Bool
    ) throws -> Double? {
        guard let text = text(name) else { return nil }
        guard let number = Self.finiteNumber(text), isRight(number) else {
            throw Problem.invalidParameter(name, "'\(name)' must be \(expectation).")
        }
        return number
    }

    /// A finite decimal number in plain or scientific notation; Swift's own reader also takes `nan` and `0x1p3`.
    static func finiteNumber(_ text: String) -> Double? {
        guard text.utf8.allSatisfy(isNumberByte), let number = Double(text), number.isFinite else { return nil }
        return number
    }

    package mutating func flag(_ name: String) throws -> Bool {
        switch text(name) {
        case nil, "false": return false
        case "true": return true
        default: throw Problem.invalidParameter(name, "'\(name)' must be true or false.")
        }
    }

    /// One of the raw values of `Choice`.
    package mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, default fallback: Choice
    ) throws -> Choice where Choice.RawValue == String {
        guard let text = text(name) else { return fallback }
        guard let choice = Choice(rawValue: text) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem.invalidParameter(name, "'\(name)' must be one of: \(known).")
        }
        return choice
    }

    /// One of the raw values of `Choice`, or nil when the parameter is absent.
    package mutating func optionalChoice<Choice: RawRepresentable & CaseIterable>(
        _ name: String
    ) throws -> Choice? where Choice.RawValue == String {
        guard let text = text(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem.invalidParameter(name, "'\(name)' must be one of: \(known).")
        }
        return choice
    }

    /// To be called when every known parameter has been asked for.
    /// - Throws: `Problem` 422 `unknown_parameter` when there are others.
    package func refuseOthers() throws {
        if let other = values.first(where: { !asked.contains($0.name) }) {
            throw Problem.unknownParameter(other.name, known: asked)
        }
    }

    private static func isNumberByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }

    private static func decode(_ raw: Substring.UTF8View) throws -> String {
        guard let text = PercentDecoding.text(raw, plusIsSpace: true) else { throw notText }
        return text
    }

    private static var notText: Problem {
        Problem(.badRequest, "invalid_encoding", "The query is not percent-encoded UTF-8 text.")
    }
}
