import Dispatch
import Glibc
import SystemPackage

/// A folder of one's own among the temporary files, which nobody else can read.
struct ScratchFolder: Sendable {
    let path: FilePath
    private let names: [String]

    /// Nil contents make no file.
    static func make(_ files: [String: [UInt8]?]) async throws -> ScratchFolder {
        let files = files.compactMapValues { $0 }
        return try await offPool {
            let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
            var template = Array("\(parent)/istri-XXXXXX".utf8CString)
            guard mkdtemp(&template) != nil else { throw Errno(rawValue: errno) }
            let path = FilePath(String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
            for (name, content) in files {
                let file = try FileDescriptor.open(
                    path.appending(name), .writeOnly, options: [.create, .exclusiveCreate], permissions: .ownerReadWrite
                )
                _ = try file.closeAfter { try file.writeAll(content) }
            }
            return ScratchFolder(path: path, names: Array(files.keys))
        }
    }

    func remove() async {
        try? await Self.offPool {
            for name in names { unlink(path.appending(name).string) }
            rmdir(path.string)
        }
    }

    /// A disk may be slow, and the cooperative pool has as many threads as there are cores.
    private static func offPool<Result: Sendable>(
        _ body: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global(qos: .userInitiated).async { continuation.resume(with: .init(catching: body)) }
        }
    }
}
