/// What a zip archive (APPNOTE 6.3.3) says it holds, read within bounds: nothing is unpacked by this.
struct ZipDirectory {
    struct Entry {
        let name: String
        let isDeflated: Bool
        let crc: UInt32
        let packed: Int
        let unpacked: Int
        fileprivate let header: Int
    }

    let entries: [Entry]
    private let bytes: [UInt8]

    /// - Throws: `GeometryRefusal` for what is no archive, cut short, or unlike one that a program writes: encrypted,
    ///   divided, with entries that lie in each other, or with paths that lead out of the folder.
    init(_ bytes: [UInt8]) throws {
        self.bytes = bytes
        guard let end = Self.end(bytes) else { throw Self.notZip }
        let count = try bytes.little(end + 10, 2)
        let start = try bytes.little(end + 16, 4)
        guard try bytes.little(end + 4, 4) == 0, try bytes.little(end + 8, 2) == count else {
            throw Self.unsafe("it is divided into several")
        }
        guard count <= 64 else { throw Self.unsafe("it has more than 64 entries") }
        var entries: [Entry] = []
        var at = start
        for _ in 0..<count { entries.append(try Self.entry(bytes, &at, end)) }
        try Self.checkApart(entries, bytes, start)
        self.entries = entries
    }

    /// The packed bytes of the entry.
    func packed(_ entry: Entry) throws -> ArraySlice<UInt8> {
        let start = try Self.content(entry, bytes)
        return bytes[start..<(start + entry.packed)]
    }

    static let notZip = GeometryRefusal(.file(.notZip))

    private static func unsafe(_ what: String) -> GeometryRefusal { GeometryRefusal(.file(.unsafeZip(what))) }

    /// The record at the end, behind which a comment of up to 65,535 bytes may stand.
    private static func end(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 22 else { return nil }
        for at in stride(from: bytes.count - 22, through: max(0, bytes.count - 22 - 0xFFFF), by: -1)
        where bytes[at] == 0x50 && (try? bytes.little(at, 4)) == 0x0605_4B50 {
            return at
        }
        return nil
    }

    private static func entry(_ bytes: [UInt8], _ at: inout Int, _ end: Int) throws -> Entry {
        guard at + 46 <= end, try bytes.little(at, 4) == 0x0201_4B50 else { throw notZip }
        let method = try bytes.little(at + 10, 2)
        let nameLength = try bytes.little(at + 28, 2)
        guard try bytes.little(at + 8, 2) & 1 == 0 else { throw unsafe("an entry is encrypted") }
        guard method == 0 || method == 8 else { throw unsafe("an entry is packed by another method than deflate") }
        guard at + 46 + nameLength <= end else { throw notZip }
        let name = String(decoding: bytes[(at + 46)..<(at + 46 + nameLength)], as: UTF8.self)
        try check(name)
        let entry = Entry(
            name: name, isDeflated: method == 8, crc: UInt32(try bytes.little(at + 16, 4)),
            packed: try bytes.little(at + 20, 4), unpacked: try bytes.little(at + 24, 4),
            header: try bytes.little(at + 42, 4))
        at += 46 + nameLength + (try bytes.little(at + 30, 2)) + (try bytes.little(at + 32, 2))
        return entry
    }

    private static func check(_ name: String) throws {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard !name.isEmpty, !name.hasPrefix("/"), !name.contains("\\"), !name.contains("\0"), !parts.contains("..")
        else { throw unsafe("an entry's path leads out of the folder") }
    }

    /// Where the entry's bytes begin, by its own header, whose name and extra field may differ in length.
    private static func content(_ entry: Entry, _ bytes: [UInt8]) throws -> Int {
        guard try bytes.little(entry.header, 4) == 0x0403_4B50 else { throw notZip }
        let lengths = (try bytes.little(entry.header + 26, 2)) + (try bytes.little(entry.header + 28, 2))
        let start = entry.header + 30 + lengths
        guard start + entry.packed <= bytes.count else { throw notZip }
        return start
    }

    /// Entries that share bytes are how a small archive holds petabytes.
    private static func checkApart(_ entries: [Entry], _ bytes: [UInt8], _ directory: Int) throws {
        var free = 0
        for entry in entries.sorted(by: { $0.header < $1.header }) {
            guard entry.header >= free else { throw unsafe("its entries lie in each other") }
            free = try content(entry, bytes) + entry.packed
        }
        guard free <= directory else { throw unsafe("its entries lie in each other") }
    }
}

extension [UInt8] {
    /// A little-endian number of `count` bytes.
    fileprivate func little(_ at: Int, _ count: Int) throws -> Int {
        guard at >= 0, at + count <= self.count else { throw ZipDirectory.notZip }
        return (0..<count).reduce(0) { $0 | Int(self[at + $1]) << (8 * $1) }
    }
}
