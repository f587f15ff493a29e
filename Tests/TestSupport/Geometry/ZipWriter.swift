import CZlib

/// Writes zip archives, right ones and such as an attacker would.
package struct ZipWriter {
    package struct Entry {
        package var name: String
        package var content: [UInt8]
        package var isDeflated = true
        /// What the archive says that it unpacks to, if not the truth.
        package var claimedSize: Int?
        /// Where the archive says that it begins, if not where it does.
        package var claimedOffset: Int?

        package init(
            _ name: String, _ content: [UInt8], isDeflated: Bool = true, claimedSize: Int? = nil,
            claimedOffset: Int? = nil
        ) {
            self.name = name
            self.content = content
            self.isDeflated = isDeflated
            self.claimedSize = claimedSize
            self.claimedOffset = claimedOffset
        }
    }

    package static func archive(_ entries: [Entry]) -> [UInt8] {
        var archive: [UInt8] = []
        var directory: [UInt8] = []
        for entry in entries {
            let packed = entry.isDeflated ? deflated(entry.content) : entry.content
            let facts =
                little(20, 2) + little(0, 2) + little(entry.isDeflated ? 8 : 0, 2) + little(0, 4)
                + little(Int(crc32(0, entry.content, UInt32(entry.content.count))), 4) + little(packed.count, 4)
                + little(entry.claimedSize ?? entry.content.count, 4) + little(entry.name.utf8.count, 2) + little(0, 2)
            directory +=
                little(0x0201_4B50, 4) + little(20, 2) + facts + little(0, 2) + little(0, 2) + little(0, 2)
                + little(0, 4) + little(entry.claimedOffset ?? archive.count, 4) + Array(entry.name.utf8)
            archive += little(0x0403_4B50, 4) + facts + Array(entry.name.utf8) + packed
        }
        let end =
            little(0x0605_4B50, 4) + little(0, 4) + little(entries.count, 2) + little(entries.count, 2)
            + little(directory.count, 4) + little(archive.count, 4) + little(0, 2)
        return archive + directory + end
    }

    private static func deflated(_ content: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        deflateInit2_(
            &stream, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        defer { deflateEnd(&stream) }
        var content = content
        var packed = [UInt8](repeating: 0, count: content.count + content.count / 1000 + 64)
        content.withUnsafeMutableBufferPointer { input in
            packed.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                _ = deflate(&stream, Z_FINISH)
            }
        }
        return Array(packed.prefix(Int(stream.total_out)))
    }
}

package func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}
