import Foundation
import Glibc
import Gateways
import SystemPackage
import Testing
import TestSupport

/// The mail server of the tests, a process of its own on a free port.
struct SMTPServer {
    struct Event: Decodable {
        let event: String
        var sender: String?
        var recipients: [String]?
        var content: Data?
        var tls: Bool?
        var authenticated: Bool?

        var text: String { String(decoding: content ?? Data(), as: UTF8.self) }
    }

    let port: Int
    private let process: Process
    private let input: Pipe
    private let output: FileHandle

    static let sender = MailSender(name: "Istri", address: MailAddress("noreply@istri.example")!)

    /// Starts a server, runs `body` and stops the server, however that ends.
    static func with<Result>(
        _ arguments: [String] = [], _ body: (SMTPServer) async throws -> Result
    ) async throws -> Result {
        let server = try SMTPServer(arguments)
        do {
            let result = try await body(server)
            server.stop()
            return result
        } catch {
            server.stop()
            throw error
        }
    }

    private init(_ arguments: [String]) throws {
        let script = Checkout.folder.pushing("Tests/GatewaysTests/Mail/smtp_server.py")
        process = Process()
        // Debian's own, which has aiosmtpd, whatever else stands in the path.
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = [script.string] + arguments
        let pipe = Pipe()
        input = Pipe()
        process.standardOutput = pipe
        process.standardInput = input
        try process.run()
        output = pipe.fileHandleForReading
        var line = Data()
        while let byte = try output.read(upToCount: 1), let value = byte.first, value != UInt8(ascii: "\n") {
            line.append(value)
        }
        port = try #require(Int(String(decoding: line, as: UTF8.self)), "the mail server did not start")
    }

    /// By a signal, since a process that another test started meanwhile may hold our end of its input too; for the
    /// same reason its output may never end.
    private func stop() {
        try? input.fileHandleForWriting.close()
        kill(process.processIdentifier, SIGTERM)
        for _ in 0..<500 where process.isRunning { usleep(10_000) }
    }

    /// Stops the server; everything that it told.
    func events() throws -> [Event] {
        stop()
        let lines = everythingWritten()
        return try lines.split(separator: UInt8(ascii: "\n")).map { try JSONDecoder().decode(Event.self, from: $0) }
    }

    private func everythingWritten() -> Data {
        let descriptor = output.fileDescriptor
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        var written = Data()
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = read(descriptor, &buffer, buffer.count), count > 0 { written += buffer[..<count] }
        return written
    }

    func mails() throws -> [Event] { try events().filter { $0.event == "mail" } }

    func configuration(_ security: SMTPConfiguration.Security = .off) -> SMTPConfiguration {
        SMTPConfiguration(host: "localhost", port: port, security: security, sender: Self.sender)
    }
}

extension MailMessage {
    static func to(_ address: String, subject: String = "Hello", text: String = "Good morning.\n") -> MailMessage {
        MailMessage(to: address, subject: subject, text: text)
    }
}

/// A certificate that we made ourselves, for `localhost`.
struct OwnCertificate {
    let certificate: FilePath
    let key: FilePath

    static func with<Result>(name: String = "localhost", _ body: (OwnCertificate) async throws -> Result)
        async throws -> Result
    {
        try await withFolder { folder in
            let made = OwnCertificate(certificate: folder.appending("cert.pem"), key: folder.appending("key.pem"))
            let openssl = try Process.run(
                URL(filePath: "/usr/bin/openssl"),
                arguments: [
                    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                    "-subj", "/CN=\(name)", "-addext", "subjectAltName=DNS:\(name)", "-keyout", made.key.string,
                    "-out", made.certificate.string, "-batch", "-quiet",
                ].filter { $0 != "-quiet" })
            while openssl.isRunning { try await Task.sleep(for: .milliseconds(10)) }
            try #require(openssl.terminationStatus == 0)
            return try await body(made)
        }
    }

    func server(_ tls: String) -> [String] {
        ["--tls", tls, "--certificate", certificate.string, "--key", key.string]
    }
}

func withFolder<Result>(_ body: (FilePath) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "istri-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(FilePath(folder.path))
}
