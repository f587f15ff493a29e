import Foundation
import Glibc

/// Certificates for a test, made by OpenSSL and thrown away.
struct ServerKeys {
    let folder: String

    var certificate: String { folder + "/certificate.pem" }
    var key: String { folder + "/key.pem" }
    var otherKey: String { folder + "/other.pem" }

    static func with<Result>(_ body: (ServerKeys) async throws -> Result) async throws -> Result {
        let folder = "/tmp/istri-tls-\(UInt32.random(in: 0...UInt32.max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let keys = ServerKeys(folder: folder)
        try keys.make(name: "localhost", days: 2)
        _ = try run(
            "openssl", ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", keys.otherKey])
        return try await body(keys)
    }

    /// A certificate that signs itself, with its key, in place of the former.
    func make(name: String, days: Int) throws {
        _ = try Self.run(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "\(days)",
                "-subj", "/CN=\(name)", "-addext", "subjectAltName=DNS:\(name),DNS:localhost,IP:127.0.0.1",
                "-keyout", key, "-out", certificate,
            ])
    }

    /// What the program printed. Blocks.
    static func run(_ program: String, _ arguments: [String], input: String = "") throws -> (
        status: Int32, output: String
    ) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        let given = Pipe()
        process.standardInput = given
        try process.run()
        given.fileHandleForWriting.write(Data(input.utf8))
        try given.fileHandleForWriting.close()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        while process.isRunning { usleep(10_000) }
        return (process.terminationStatus, String(decoding: text, as: UTF8.self))
    }
}
