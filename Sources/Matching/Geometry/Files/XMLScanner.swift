/// The little of XML that a map needs: elements and their text. A document type is refused, and with it entities, out of
/// which a bomb is made; comments, instructions and attributes are passed over.
struct XMLScanner {
    enum Token {
        /// By its name without a prefix.
        case start(String)
        case end(String)
        /// Of an element with no elements in it so far; entities in it are not resolved.
        case text(Substring.UTF8View)
    }

    private let bytes: [UInt8]
    private(set) var offset = 0
    private var open: [String] = []
    /// The end of an element that was written `<name/>`.
    private var pendingEnd: String?

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    }

    var notKML: GeometryRefusal { GeometryRefusal(.file(.notKML(byte: offset))) }

    /// Nil at the end of a document whose elements are all closed.
    mutating func next() throws -> Token? {
        if let name = pendingEnd {
            pendingEnd = nil
            return .end(name)
        }
        while offset < bytes.count {
            if bytes[offset] != UInt8(ascii: "<") {
                let text = text()
                if !open.isEmpty { return .text(text) }
                guard text.allSatisfy({ $0 <= 0x20 }) else { throw notKML }
            } else if follows("<!--") {
                try skip(past: "-->")
            } else if follows("<![CDATA[") {
                let start = offset + 9
                try skip(past: "]]>")
                guard !open.isEmpty else { throw notKML }
                return .text(Substring(decoding: bytes[start..<(offset - 3)], as: UTF8.self).utf8)
            } else if follows("<!") {
                throw GeometryRefusal(.file(.doctype))
            } else if follows("<?") {
                try skip(past: "?>")
            } else {
                return try tag()
            }
        }
        guard open.isEmpty else { throw notKML }
        return nil
    }

    private mutating func text() -> Substring.UTF8View {
        let start = offset
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "<") { offset += 1 }
        return Substring(decoding: bytes[start..<offset], as: UTF8.self).utf8
    }

    private mutating func tag() throws -> Token {
        offset += 1
        let isEnd = offset < bytes.count && bytes[offset] == UInt8(ascii: "/")
        if isEnd { offset += 1 }
        let name = try name()
        let closesItself = try skipAttributes()
        if isEnd {
            guard open.popLast() == name, !closesItself else { throw notKML }
            return .end(local(name))
        }
        if closesItself {
            pendingEnd = local(name)
        } else {
            open.append(name)
            guard open.count <= GeometryLimits.depth else { throw GeometryRefusal(.tooDeep) }
        }
        return .start(local(name))
    }

    private mutating func name() throws -> String {
        let start = offset
        while offset < bytes.count, bytes[offset] > 0x20, bytes[offset] != UInt8(ascii: ">"),
            bytes[offset] != UInt8(ascii: "/")
        { offset += 1 }
        guard (1...100).contains(offset - start) else { throw notKML }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    private func local(_ name: String) -> String {
        name.split(separator: ":").last.map(String.init) ?? name
    }

    /// Moves past the `>`; whether a `/` stands before it.
    private mutating func skipAttributes() throws -> Bool {
        var quote: UInt8?
        while offset < bytes.count {
            let byte = bytes[offset]
            offset += 1
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                return bytes[offset - 2] == UInt8(ascii: "/")
            }
        }
        throw notKML
    }

    private func follows(_ mark: StaticString) -> Bool {
        bytes[offset...].starts(with: UnsafeBufferPointer(start: mark.utf8Start, count: mark.utf8CodeUnitCount))
    }

    private mutating func skip(past mark: StaticString) throws {
        while offset < bytes.count {
            if follows(mark) {
                offset += mark.utf8CodeUnitCount
                return
            }
            offset += 1
        }
        throw notKML
    }
}
