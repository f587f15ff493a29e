import NIOCore

/// Writes JSON straight into a buffer: the hot answers are written a few thousand times a second,
/// and an encoder with a model in between costs a quarter of that rate (see `benchmarks/`).
///
/// The caller opens and closes through closures, so brackets and commas can't be forgotten.
package struct JSONWriter {
    package private(set) var buffer: ByteBuffer
    private var needsComma = false

    package init(capacity: Int = 1024) {
        buffer = ByteBufferAllocator().buffer(capacity: capacity)
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
        buffer.writeInteger(UInt8(ascii: "\""))
        buffer.writeStaticString(name)
        buffer.writeStaticString("\":")
        needsComma = false
    }

    package mutating func value(_ text: String) {
        comma()
        buffer.writeJSONString(text)
    }

    package mutating func value(_ number: some FixedWidthInteger) {
        comma()
        buffer.writeDecimal(Int64(number))
    }

    package mutating func value(_ flag: Bool) {
        comma()
        buffer.writeStaticString(flag ? "true" : "false")
    }

    package mutating func null() {
        comma()
        buffer.writeStaticString("null")
    }

    /// A number with exactly `decimals` digits after the point. `number` must be finite.
    package mutating func value(_ number: Double, decimals: Int) {
        comma()
        buffer.writeFixed(number, decimals: decimals)
    }

    /// Text that is JSON already, from PostGIS for instance.
    package mutating func raw(_ json: String) {
        comma()
        buffer.writeString(json)
    }

    private mutating func enclosed(
        _ open: StaticString, _ close: StaticString, _ body: (inout JSONWriter) throws -> Void
    ) rethrows {
        comma()
        buffer.writeStaticString(open)
        needsComma = false
        try body(&self)
        buffer.writeStaticString(close)
        needsComma = true
    }

    private mutating func comma() {
        if needsComma { buffer.writeInteger(UInt8(ascii: ",")) }
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

    package mutating func field(_ name: StaticString, _ flag: Bool) {
        key(name)
        value(flag)
    }

    package mutating func field(_ name: StaticString, _ number: Double, decimals: Int) {
        key(name)
        value(number, decimals: decimals)
    }
}
