import NIOCore

/// The first line of a request, in which people write Tamil as it is.
///
/// RFC 3986 wants bytes beyond ASCII percent-encoded, browsers do that, and `curl 'http://.../api/places?q=மதுரை'`
/// doesn't. We do it for them, as the URL standard of the browsers prescribes; what then isn't UTF-8 is refused where
/// the parameters are read. Neither changes where the request ends.
struct RequestLine {
    /// Whether the next bytes belong to a request's first line.
    var isExpected = true

    /// Encodes what belongs to the line. Costs a look at each of its bytes.
    mutating func encode(_ bytes: inout ByteBuffer) {
        guard isExpected else { return }
        let line = bytes.readableBytesView.prefix { $0 != UInt8(ascii: "\n") }
        isExpected = line.count == bytes.readableBytes
        guard line.contains(where: { $0 >= 0x80 }) else { return }
        var encoded = ByteBufferAllocator().buffer(capacity: bytes.readableBytes + 2 * line.count)
        for byte in line {
            if byte < 0x80 {
                encoded.writeInteger(byte)
            } else {
                encoded.writeBytes([UInt8(ascii: "%"), Self.digit(byte >> 4), Self.digit(byte & 15)])
            }
        }
        encoded.writeImmutableBuffer(bytes.getSlice(at: line.endIndex, length: bytes.writerIndex - line.endIndex)!)
        bytes = encoded
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }
}
