import CZlib
import HTTPTypes
import Hummingbird
import NIOCore

/// Compression of whole answers (RFC 1952).
enum Gzip {
    /// Smaller answers gain nothing.
    static let least = 512

    /// Whether the client takes gzip (RFC 9110, 12.5.3).
    static func isAccepted(by request: Request) -> Bool {
        for field in request.headers[values: .acceptEncoding] {
            for coding in field.split(separator: ",") {
                let parts = coding.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
                guard let name = parts.first, name == "gzip" || name == "*" else { continue }
                return !parts.dropFirst().contains { $0.hasPrefix("q=") && Double($0.dropFirst(2)) == 0 }
            }
        }
        return false
    }

    /// Nil when the compressed form is no smaller, or zlib has no memory. Takes about 1 ms for 100 KB.
    ///
    /// - Parameter level: 1 is quickest, 9 smallest and about ten times slower.
    static func compress(_ bytes: [UInt8], level: Int32 = 3) -> ByteBuffer? {
        guard bytes.count >= least, let length = UInt32(exactly: bytes.count) else { return nil }
        var stream = z_stream()
        guard istri_deflate_init_gzip(&stream, level) == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        let room = Int(length) - 1
        var bytes = bytes
        var isDone = false
        let packed = [UInt8](unsafeUninitializedCapacity: room) { output, count in
            bytes.withUnsafeMutableBufferPointer { input in
                stream.next_in = input.baseAddress
                stream.avail_in = length
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(room)
                isDone = deflate(&stream, Z_FINISH) == Z_STREAM_END
                count = Int(stream.total_out)
            }
        }
        return isDone ? ByteBuffer(bytes: packed) : nil
    }
}
