import NIOCore

/// Writes JSON straight into a buffer: the hot answers are written a few thousand times a second,
/// and an encoder with a model in between costs a quarter of that rate (see `benchmarks/`).
///
/// The caller opens and closes through closures, so brackets and commas can't be forgotten.
package struct JSONWriter {
    private let bytes: JSONBytesWriter
    private var needsComma = false

    /// - Parameter capacity: In bytes; a fair guess saves copying.
    package init(capacity: Int = 1024) {
        bytes = JSONBytesWriter(capacity: capacity)
    }

    /// A copy of what is written so far, with no room to spare.
    package var buffer: ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: bytes.count)
        buffer.writeBytes(bytes.bytes)
        return buffer
    }

    package mutating func object(_ body: (inout JSONWriter) throws -> Void) rethrows {
        try enclosed("{", "}", body)
    }

    package mutating func array<Items: Sequence>(
        _ items: Items, _ body: (inout JSONWriter, Items.Element) throws -> Void
    ) rethrows {
        try enclosed("[", "]") { json in
            for item in items { try body(&json, item) }
        }
    }

    /// Starts a member; the value must follow.
    package mutating func key(_ name: StaticString) {
        comma()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(name)
        bytes.append("\":")
        needsComma = false
    }

    package mutating func value(_ text: String) {
        comma()
        bytes.appendString(text)
    }

    package mutating func value(_ number: some FixedWidthInteger) {
        comma()
        bytes.appendDecimal(Int64(number))
    }

    package mutating func value(_ flag: Bool) {
        comma()
        bytes.append(flag ? "true" : "false")
    }

    package mutating func null() {
        comma()
        bytes.append("null")
    }

    /// A number with exactly `decimals` digits after the point. `number` must be finite.
    package mutating func value(_ number: Double, decimals: Int) {
        comma()
        bytes.appendFixed(number, decimals: decimals)
    }

    /// Text that is JSON already, from PostGIS for instance.
    package mutating func raw(_ json: String) {
        comma()
        var json = json
        json.withUTF8 { bytes.append($0) }
    }

    private mutating func enclosed(
        _ open: StaticString, _ close: StaticString, _ body: (inout JSONWriter) throws -> Void
    ) rethrows {
        comma()
        bytes.append(open)
        needsComma = false
        try body(&self)
        bytes.append(close)
        needsComma = true
    }

    private mutating func comma() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }
}

extension JSONWriter {
    package mutating func field(_ name: StaticString, _ text: String) {
        key(name)
        value(text)
    }

    package mutating func field(_ name: StaticString, _ text: String?) {
        key(name)
        if let text { value(text) } else { null() }
    }

    package mutating func field(_ name: StaticString, _ number: some FixedWidthInteger) {
        key(name)
        value(number)
    }

    package mutating func field(_ name: StaticString, _ number: (some FixedWidthInteger)?) {
        key(name)
        if let number { value(number) } else { null() }
    }

    package mutating func field(_ name: StaticString, _ flag: Bool) {
        key(name)
        value(flag)
    }

    package mutating func field(_ name: StaticString, _ number: Double, decimals: Int) {
        key(name)
        value(number, decimals: decimals)
    }

    package mutating func field(_ name: StaticString, _ number: Double?, decimals: Int) {
        key(name)
        if let number { value(number, decimals: decimals) } else { null() }
    }
}
