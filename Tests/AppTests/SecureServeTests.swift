import Foundation
import Glibc
import Subprocess
import Testing

/// The server as a process of its own that speaks TLS.
@Suite(.serialized) struct SecureServeTests {
    private func run(_ program: String, _ arguments: [String]) async throws -> String {
        let result = try await Subprocess.run(
            .name(program), arguments: Arguments(arguments), output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20))
        return result.standardOutput + result.standardError
    }

    /// A certificate that signs itself, and its key.
    private func makeCertificate(_ name: String, in folder: String) async throws {
        _ = try await run(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
                "/CN=\(name)", "-addext", "subjectAltName=DNS:\(name),DNS:localhost", "-keyout", folder + "/key.pem",
                "-out", folder + "/certificate.pem",
            ])
    }

    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = "/tmp/istri-secure-\(UInt32.random(in: 0...UInt32.max))"
        mkdir(folder, 0o755)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    private func settings(_ folder: String) -> [String: String] {
        ["ISTRI_TLS_CERTIFICATE": folder + "/certificate.pem", "ISTRI_TLS_KEY": folder + "/key.pem"]
    }

    @Test func `it speaks HTTP 2, shows its metrics, takes a renewed certificate and stops`() async throws {
        try await withFolder { folder in
            try await makeCertificate("first.example", in: folder)
            let metricsPort = Int.random(in: 32_001...40_000)
            let more = ["ISTRI_METRICS_PORT": String(metricsPort)]
            let istri = try IstriProcess(["serve"], folder: folder, settings: settings(folder).merging(more) { $1 })
            defer { istri.signal(SIGKILL) }
            func curl(_ arguments: String...) async throws -> String {
                try await run("curl", ["-sS", "-m", "90", "--cacert", folder + "/certificate.pem"] + arguments)
            }
            let address = "https://localhost:\(istri.port)"
            _ = try await curl("--retry", "80", "--retry-delay", "1", "--retry-all-errors", address + "/readyz")
            let answer = try await curl(
                "-o", "/dev/null", "-w", "%{http_version} %{http_code}", address + "/api/services")
            #expect(answer == "2 200")

            let metrics = try await curl("http://127.0.0.1:\(metricsPort)/metrics")
            #expect(metrics.contains(#"istri_http_requests_total{route="/api/services",method="GET",status="200"} 1"#))

            try await makeCertificate("second.example", in: folder)
            istri.signal(SIGHUP)
            let deadline = ContinuousClock.now + .seconds(10)
            var shown = ""
            while !shown.contains("second.example"), ContinuousClock.now < deadline {
                shown = try await run("openssl", ["s_client", "-connect", "127.0.0.1:\(istri.port)"])
            }
            #expect(shown.contains("second.example"))

            istri.signal(SIGTERM)
            #expect(try await istri.status(within: .seconds(20)) == 0)
        }
    }

    @Test func `a key of another certificate ends the start at once with one line`() async throws {
        try await withFolder { folder in
            try await makeCertificate("first.example", in: folder)
            try FileManager.default.moveItem(atPath: folder + "/certificate.pem", toPath: folder + "/kept.pem")
            try await makeCertificate("second.example", in: folder)
            try FileManager.default.removeItem(atPath: folder + "/certificate.pem")
            try FileManager.default.moveItem(atPath: folder + "/kept.pem", toPath: folder + "/certificate.pem")
            let istri = try IstriProcess(["serve"], folder: folder, settings: settings(folder))
            #expect(try await istri.status(within: .seconds(10)) == 1)
            let errors = istri.errors()
            #expect(errors.contains("ISTRI_TLS_CERTIFICATE"))
            #expect(errors.contains("does not belong to the certificate"))
            #expect(errors.split(separator: "\n").count == 1)
            #expect(!FileManager.default.fileExists(atPath: folder + "/postgres"))
        }
    }
}
