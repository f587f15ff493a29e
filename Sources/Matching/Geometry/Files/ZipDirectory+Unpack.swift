import CZlib

extension ZipDirectory {
    /// The entry's content. Takes no more memory than the entry says that it needs, whatever its bytes unpack to.
    ///
    /// - Throws: `GeometryRefusal` when it says more than `limit`, or not the truth.
    func unpack(_ entry: Entry, limit: Int) throws -> [UInt8] {
        guard entry.unpacked <= limit else { throw GeometryRefusal(.file(.tooLarge)) }
        let packed = try packed(entry)
        let content = entry.isDeflated ? Self.inflate(packed, size: entry.unpacked) : Array(packed)
        guard let content, content.count == entry.unpacked, Self.crc(content) == entry.crc else { throw Self.notZip }
        return content
    }

    /// Nil unless the bytes are whole and give exactly `size`.
    private static func inflate(_ packed: ArraySlice<UInt8>, size: Int) -> [UInt8]? {
        var stream = z_stream()
        // Raw deflate, without a header of zlib's own. The macro `inflateInit2` isn't seen from Swift.
        guard inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        var packed = Array(packed)
        // One byte more, so that content that goes on is told from content that ends.
        var content = [UInt8](repeating: 0, count: size + 1)
        let status = packed.withUnsafeMutableBufferPointer { input in
            content.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                return CZlib.inflate(&stream, Z_FINISH)
            }
        }
        guard status == Z_STREAM_END, stream.total_out == UInt(size) else { return nil }
        content.removeLast()
        return content
    }

    private static func crc(_ content: [UInt8]) -> UInt32 {
        UInt32(truncatingIfNeeded: crc32(0, content, UInt32(content.count)))
    }
}
