import Hummingbird
import Matching
import NIOCore

extension Request {
    /// A JSON body whose members called `geometry`, wherever they stand, are left as the text that was sent: ten
    /// thousand numbers are not for a general decoder, and the gate counts before it reads. Ask for them by
    /// `BodyFields.geometry`.
    ///
    /// - Parameters:
    ///   - count: How many geometries there may be.
    ///   - limit: Most bytes taken.
    /// - Throws: As `jsonBody`, 413 also when all else is longer than 64 KiB; `GeometryRefusal` when it is nested too
    ///   deep.
    func jsonBodyWithGeometry(
        atMost count: Int = 1, limit: Int = GeometryLimits.bytes + (64 << 10)
    ) async throws -> BodyFields {
        try checkIsJSON()
        return try Self.fieldsWithGeometry(in: try await bytes(limit: limit), atMost: count)
    }

    /// As `jsonBodyWithGeometry`, of a body that was read already.
    static func fieldsWithGeometry(in bytes: ByteBuffer, atMost count: Int = 1) throws -> BodyFields {
        let rest = 64 << 10
        var lifting = GeometryLifting(Array(buffer: bytes))
        let (text, geometries) = try lifting.run()
        guard text.count <= rest else { throw Problem.tooLarge(rest) }
        guard geometries.count <= count else {
            throw Problem.invalidParameter("geometry", "There may be \(count) geometries in one request.")
        }
        return BodyFields(try object(in: ByteBuffer(bytes: text)).restoring(geometries))
    }
}

/// Takes the members called `geometry` out of JSON text and puts their numbers, from 0, in their place.
private struct GeometryLifting {
    private let bytes: [UInt8]
    private var rest: [UInt8] = []
    private var geometries: [[UInt8]] = []
    private var copied = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func run() throws -> (rest: [UInt8], geometries: [[UInt8]]) {
        do {
            var cursor = JSONCursor(bytes)
            try value(&cursor, depth: GeometryLimits.depth)
            try cursor.takeEnd()
        } catch let refusal as GeometryRefusal where refusal.isSyntax {
            throw Problem.notJSONObject
        }
        rest += bytes[copied...]
        return (rest, geometries)
    }

    private mutating func value(_ cursor: inout JSONCursor, depth: Int) throws {
        guard depth > 0 else { throw Problem.notJSONObject }
        switch cursor.peek() {
        case UInt8(ascii: "{"):
            try cursor.members { cursor, name in
                if name == "geometry" { try lift(&cursor) } else { try value(&cursor, depth: depth - 1) }
            }
        case UInt8(ascii: "["): try cursor.elements { cursor, _ in try value(&cursor, depth: depth - 1) }
        default: try cursor.skipValue()
        }
    }

    private mutating func lift(_ cursor: inout JSONCursor) throws {
        _ = cursor.peek()
        let start = cursor.offset
        try cursor.skipValue()
        rest += bytes[copied..<start]
        rest += Array("\"\(geometries.count)\"".utf8)
        copied = cursor.offset
        geometries.append(Array(bytes[start..<copied]))
    }
}

extension GeometryRefusal {
    fileprivate var isSyntax: Bool {
        if case .notJSON = kind { true } else { false }
    }
}

extension [String: JSONValue] {
    /// With the texts of geometries where their numbers stand.
    fileprivate func restoring(_ geometries: [[UInt8]]) -> Self {
        Self(
            uniqueKeysWithValues: map { name, value in
                guard name == "geometry", case .string(let text) = value, let index = Int(text),
                    geometries.indices.contains(index)
                else { return (name, value.restoring(geometries)) }
                let geometry = geometries[index]
                return (name, geometry == Array("null".utf8) ? .null : .unread(geometry))
            })
    }
}

extension JSONValue {
    fileprivate func restoring(_ geometries: [[UInt8]]) -> JSONValue {
        switch self {
        case .object(let members): .object(members.restoring(geometries))
        case .array(let values): .array(values.map { $0.restoring(geometries) })
        default: self
        }
    }
}
