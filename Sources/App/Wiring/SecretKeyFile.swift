import Foundation
import Glibc
import Marketplace
import SystemPackage

/// The file `secret.key` in the data folder: a key in base64 for each line, the first of which seals. Who loses it
/// loses every second factor; who reads it and the database can forge access tokens.
enum SecretKeyFile {
    static let name = "secret.key"

    /// Reads the file, or makes it. Processes that start together end up with the same key, and none of them ever
    /// reads half a file: the key is written under another name, and the link to its own name succeeds once.
    ///
    /// - Throws: `Refusal` when it can't be read or made, holds no key, or is open to others.
    static func open(in folder: FilePath) throws -> MasterKeys {
        let file = folder.appending(name)
        do {
            if let keys = try read(file) { return keys }
            try make(file)
            if let keys = try read(file) { return keys }
            throw Refusal("\(file) was removed while it was being made.")
        } catch let error as Errno {
            throw Refusal("The secret key in \(file) can't be read or made: \(error.description)")
        }
    }

    private static func read(_ file: FilePath) throws -> MasterKeys? {
        let descriptor: FileDescriptor
        do {
            descriptor = try FileDescriptor.open(file, .readOnly, options: [.closeOnExec, .noFollow])
        } catch Errno.noSuchFileOrDirectory {
            return nil
        }
        let text = try descriptor.closeAfter {
            try checkIsPrivate(file)
            return try content(of: descriptor)
        }
        guard let keys = MasterKeys(base64: text.split(whereSeparator: \.isNewline).map(String.init)) else {
            throw Refusal("\(file) must hold 32 bytes in base64 for each line. To make a line: openssl rand -base64 32")
        }
        return keys
    }

    /// Asks FileManager, since `fstat` can't be named here when Foundation is linked statically.
    private static func checkIsPrivate(_ file: FilePath) throws {
        let attributes = try FileManager.default.attributesOfItem(atPath: file.string)
        guard let mode = attributes[.posixPermissions] as? Int, mode & 0o077 == 0 else {
            throw Refusal("\(file) can be read by others. Make it private: chmod 600 \(file)")
        }
    }

    private static func content(of descriptor: FileDescriptor) throws -> String {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = try bytes.withUnsafeMutableBytes { try descriptor.read(into: $0) }
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    private static func make(_ file: FilePath) throws {
        let draft = file.removingLastComponent().appending("\(name).\(getpid()).\(UInt64.random(in: 0...UInt64.max))")
        let descriptor = try FileDescriptor.open(
            draft, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: [.ownerReadWrite])
        defer { unlink(draft.string) }
        try descriptor.closeAfter {
            try descriptor.writeAll((MasterKeys.randomText() + "\n").utf8)
            guard fsync(descriptor.rawValue) == 0 else { throw Errno(rawValue: errno) }
        }
        guard link(draft.string, file.string) == 0 || errno == EEXIST else { throw Errno(rawValue: errno) }
        try syncFolder(of: file)
    }

    /// So that the name outlives a power cut as well as what is sealed with the key.
    private static func syncFolder(of file: FilePath) throws {
        let folder = try FileDescriptor.open(file.removingLastComponent(), .readOnly, options: [.closeOnExec])
        try folder.closeAfter {
            guard fsync(folder.rawValue) == 0 else { throw Errno(rawValue: errno) }
        }
    }
}
