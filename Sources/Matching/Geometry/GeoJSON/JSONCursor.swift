/// A place in JSON text that moves forward only. Linear, and keeps nothing of what it skips.
package struct JSONCursor {
    private let bytes: [UInt8]
    package private(set) var offset = 0

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var notJSON: GeometryRefusal { GeometryRefusal(.notJSON(byte: offset)) }

    /// The next byte that is no white space, without taking it; nil at the end.
    package mutating func peek() -> UInt8? {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x09, 0x0A, 0x0D: offset += 1
            case let byte: return byte
            }
        }
        return nil
    }

    mutating func take(_ byte: UInt8) throws {
        guard peek() == byte else { throw notJSON }
        offset += 1
    }

    /// Whether it was next, and was taken.
    mutating func takes(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        offset += 1
        return true
    }

    package mutating func takeEnd() throws {
        guard peek() == nil else { throw notJSON }
    }

    /// Each member of an object: `body` is told the name and must take the value.
    package mutating func members(_ body: (inout JSONCursor, String) throws -> Void) throws {
        try take(UInt8(ascii: "{"))
        if takes(UInt8(ascii: "}")) { return }
        repeat {
            let name = try string()
            try take(UInt8(ascii: ":"))
            try body(&self, name)
        } while takes(UInt8(ascii: ","))
        try take(UInt8(ascii: "}"))
    }

    /// Each element of a list, counted from 0, which `body` must take.
    package mutating func elements(_ body: (inout JSONCursor, Int) throws -> Void) throws {
        try take(UInt8(ascii: "["))
        if takes(UInt8(ascii: "]")) { return }
        var index = 0
        repeat {
            try body(&self, index)
            index += 1
        } while takes(UInt8(ascii: ","))
        try take(UInt8(ascii: "]"))
    }

    /// Escapes stay as they are written: no name that matters here needs one.
    mutating func string() throws -> String {
        _ = peek()
        let start = offset
        try skipString()
        return String(decoding: bytes[(start + 1)..<(offset - 1)], as: UTF8.self)
    }

    private mutating func skipString() throws {
        try take(UInt8(ascii: "\""))
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "\"") {
            offset += bytes[offset] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard offset < bytes.count else { throw notJSON }
        offset += 1
    }

    /// `true`, `-12.5e3`, `NaN`: everything up to the next mark or white space.
    mutating func word() throws -> Substring {
        guard peek() != nil else { throw notJSON }
        let start = offset
        skipWord()
        guard offset > start, offset - start <= GeometryLimits.numberLength else { throw notJSON }
        return Substring(decoding: bytes[start..<offset], as: UTF8.self)
    }

    private mutating func skipWord() {
        while offset < bytes.count, !Self.endsWord(bytes[offset]) { offset += 1 }
    }

    private static func endsWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x09, 0x0A, 0x0D: true
        case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "{"): true
        case UInt8(ascii: "\""), UInt8(ascii: ":"): true
        default: false
        }
    }

    /// - Throws: when it is nested too deep.
    package mutating func skipValue(depth: Int = GeometryLimits.depth) throws {
        switch peek() {
        case UInt8(ascii: "{"):
            guard depth > 0 else { throw GeometryRefusal(.tooDeep) }
            try members { cursor, _ in try cursor.skipValue(depth: depth - 1) }
        case UInt8(ascii: "["):
            guard depth > 0 else { throw GeometryRefusal(.tooDeep) }
            try elements { cursor, _ in try cursor.skipValue(depth: depth - 1) }
        case UInt8(ascii: "\""): try skipString()
        default:
            let start = offset
            skipWord()
            guard offset > start else { throw notJSON }
        }
    }
}
