import CZlib
import Testing

/// What gzip packed, at most 1 MiB of it.
func unpacked(_ bytes: [UInt8]) throws -> [UInt8] {
    var stream = z_stream()
    try #require(inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK)
    defer { inflateEnd(&stream) }
    var bytes = bytes
    var output = [UInt8](repeating: 0, count: 1 << 20)
    let (count, roomFor) = (UInt32(bytes.count), UInt32(output.count))
    let status = bytes.withUnsafeMutableBufferPointer { input in
        output.withUnsafeMutableBufferPointer { room in
            stream.next_in = input.baseAddress
            stream.avail_in = count
            stream.next_out = room.baseAddress
            stream.avail_out = roomFor
            return inflate(&stream, Z_FINISH)
        }
    }
    try #require(status == Z_STREAM_END)
    return Array(output.prefix(Int(stream.total_out)))
}
