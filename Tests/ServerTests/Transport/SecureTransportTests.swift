import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Synchronization
import Testing

@testable import Server

/// TLS as curl and OpenSSL see it.
@Suite(.server) struct SecureTransportTests {
    private func withTLS(
        limits: TransportLimits = TransportLimits(),
        _ body: @Sendable (_ port: Int, _ keys: ServerKeys, _ certificate: ServerCertificate) async throws -> Void
    ) async throws {
        try await ServerKeys.with { keys in
            let certificate = try ServerCertificate(certificateFile: keys.certificate, keyFile: keys.key)
            try await server.listening(Transport(limits: limits, certificate: certificate)) { port, _ in
                try await body(port, keys, certificate)
            }
        }
    }

    private func curl(_ keys: ServerKeys, _ port: Int, _ arguments: String...) async throws -> (
        status: Int32, output: String
    ) {
        let path = arguments.last ?? ""
        let all =
            ["-sS", "-m", "10", "--cacert", keys.certificate] + arguments.dropLast() + [
                "https://localhost:\(port)\(path)"
            ]
        return try await RawSocket.onThread { try ServerKeys.run("curl", all) }
    }

    @Test(arguments: [("--http2", "2"), ("--http1.1", "1.1")])
    func `the client chooses HTTP/2 or HTTP/1.1`(option: String, version: String) async throws {
        try await withTLS { port, keys, _ in
            let (status, output) = try await curl(
                keys, port, option, "-D", "-", "-w", "\nversion %{http_version} %{http_code}", "/api/services")
            #expect(status == 0, "\(output)")
            #expect(output.hasSuffix("version \(version) 200"))
            #expect(output.lowercased().contains("strict-transport-security: max-age=31536000; includesubdomains"))
            #expect(output.lowercased().contains("x-request-id: "))
        }
    }

    @Test func `over TLS credentials are looked at, whatever the host`() async throws {
        try await withTLS { port, keys, _ in
            for version in ["--http2", "--http1.1"] {
                let (_, output) = try await curl(
                    keys, port, version, "-X", "POST", "-H", "Host: istri.example", "-H", "Authorization: Bearer x",
                    "-w", " %{http_code}", "/api/nothing")
                #expect(output.hasSuffix("404"), "\(output)")
            }
        }
    }

    @Test func `errors over HTTP 2 look like all others`() async throws {
        try await withTLS { port, keys, _ in
            let (_, output) = try await curl(keys, port, "--http2", "-D", "-", "/api/places?q=மதுரை&x=1")
            #expect(output.contains("HTTP/2 422"))
            #expect(output.contains(#""code":"unknown_parameter""#))
            #expect(!output.lowercased().contains("connection: close"))
            let (_, places) = try await curl(keys, port, "--http2", "-w", "%{http_code}", "/api/places?q=மதுரை&limit=1")
            #expect(places.contains("Madurai"))
        }
    }

    @Test func `over HTTP 2 too a body that drips is cut off and told so`() async throws {
        let reading = Route(.post, "/read") { request, _ in
            _ = try await request.jsonBody()
            return Answer.json { $0.object { _ in } }
        }
        var limits = TransportLimits()
        limits.requestTime = .milliseconds(400)
        try await ServerKeys.with { [limits] keys in
            let certificate = try ServerCertificate(certificateFile: keys.certificate, keyFile: keys.key)
            let transport = Transport(limits: limits, certificate: certificate)
            try await server.application([reading], transport: transport).test(.live) { client in
                let address = "https://localhost:\(client.port ?? 0)/read"
                let curl =
                    "curl -sS -m 15 --http2 --cacert \(keys.certificate) -X POST -T - -H 'Content-Type: application/json'"
                let drip = "for i in $(seq 60); do printf ' ' || exit; sleep 0.1; done"
                let (_, output) = try await RawSocket.onThread {
                    try ServerKeys.run(
                        "bash", ["-c", "(\(drip)) | \(curl) -w ' %{http_version} %{http_code}' \(address)"])
                }
                #expect(output.contains(#""code":"request_timeout""#), "\(output)")
                #expect(output.contains("} 2 408"))
                #expect(transport.connections.tooSlow.load(ordering: .relaxed) == 1)
            }
        }
    }

    @Test func `over HTTP 2 too the address and the headers have their limits`() async throws {
        var limits = TransportLimits()
        limits.headerBytes = 4096
        limits.headerCount = 20
        try await withTLS(limits: limits) { port, keys, _ in
            let many = (1...25).flatMap { ["-H", "X-Number-\($0): 1"] }
            for extra in [["-H", "X-Long: " + String(repeating: "a", count: 2100)], many] {
                let arguments = ["-sS", "-m", "10", "--http2", "--cacert", keys.certificate, "-D", "-"] + extra
                let (_, output) = try await RawSocket.onThread {
                    try ServerKeys.run("curl", arguments + ["https://localhost:\(port)/api/services"])
                }
                #expect(output.contains("HTTP/2 431") && output.contains(#""code":"headers_too_large""#), "\(output)")
                #expect(output.lowercased().contains("x-request-id: "))
            }
            let long = String(repeating: "a", count: 2100)
            let (_, output) = try await curl(keys, port, "--http2", "-w", " %{http_code}", "/api/places?q=\(long)")
            #expect(output.hasSuffix(" 431"))
            #expect(try await curl(keys, port, "--http2", "-H", "X-Some: a", "/healthz").output == #"{"status":"ok"}"#)
        }
    }

    @Test func `many requests at a time go over few connections`() async throws {
        try await withTLS { port, keys, _ in
            let (status, output) = try await curl(
                keys, port, "--http2", "--parallel", "--parallel-max", "50", "-o", "/dev/null", "-w",
                "%{http_code} %{num_connects}\n", "/api/providers/nearest?pincode=600001&limit=[1-50]")
            #expect(status == 0)
            let lines = output.split(separator: "\n").filter { $0.wholeMatch(of: /[0-9]{3} [0-9]+/) != nil }
            #expect(lines.count == 50)
            #expect(lines.allSatisfy { $0.hasPrefix("200") })
            #expect(lines.filter { $0.hasSuffix(" 1") }.count < 50)
        }
    }

    @Test(arguments: [("-tls1_1", false), ("-tls1_2", true), ("-tls1_3", true)])
    func `nothing older than TLS 1_2 is spoken`(option: String, isSpoken: Bool) async throws {
        try await withTLS { port, _, _ in
            let (status, output) = try await RawSocket.onThread {
                try ServerKeys.run(
                    "openssl", ["s_client", "-connect", "127.0.0.1:\(port)", option, "-cipher", "DEFAULT@SECLEVEL=0"])
            }
            #expect((status == 0) == isSpoken, "\(output)")
        }
    }

    @Test(arguments: ["AES128-SHA", "ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384"])
    func `old ciphers aren't spoken`(cipher: String) async throws {
        try await withTLS { port, _, _ in
            let (status, _) = try await RawSocket.onThread {
                try ServerKeys.run(
                    "openssl",
                    ["s_client", "-connect", "127.0.0.1:\(port)", "-tls1_2", "-cipher", cipher + ":@SECLEVEL=0"])
            }
            #expect(status != 0)
        }
    }

    @Test func `a renewed certificate is taken, a broken one isn't`() async throws {
        try await withTLS { port, keys, certificate in
            func subject() async throws -> String {
                try await RawSocket.onThread {
                    try ServerKeys.run("openssl", ["s_client", "-connect", "127.0.0.1:\(port)"]).output
                }
            }
            let before = try await subject()
            #expect(before.contains("CN = localhost") || before.contains("CN=localhost"))
            try keys.make(name: "renewed.example", days: 2)
            try certificate.reload()
            #expect(try await subject().contains("renewed.example"))
            try "nonsense".write(toFile: keys.certificate, atomically: true, encoding: .utf8)
            #expect(throws: ServerCertificate.Unusable.self) { try certificate.reload() }
            #expect(try await subject().contains("renewed.example"))
        }
    }

    @Test func `whoever speaks http to the TLS port, or never finishes the handshake, is let go`() async throws {
        var limits = TransportLimits()
        limits.requestTime = .milliseconds(400)
        try await withTLS(limits: limits) { port, keys, _ in
            let start = ContinuousClock.now
            _ = try await RawSocket.exchange(wire("GET", "/healthz"), port: port)
            _ = try await RawSocket.exchange([0x16, 0x03, 0x01], port: port)
            #expect(ContinuousClock.now - start < .seconds(8))
            #expect(try await curl(keys, port, "/healthz").output == #"{"status":"ok"}"#)
        }
    }

    @Test func `what can't be used is refused in one line`() async throws {
        try await ServerKeys.with { keys in
            func refusal(_ certificate: String, _ key: String) -> String {
                do {
                    _ = try ServerCertificate(certificateFile: certificate, keyFile: key)
                    return ""
                } catch {
                    return "\(error)"
                }
            }
            #expect(refusal(keys.certificate, keys.key).isEmpty)
            #expect(refusal(keys.certificate, keys.otherKey).contains("does not belong to the certificate"))
            #expect(refusal(keys.folder + "/absent", keys.key).contains("can't be read"))
            #expect(refusal(keys.certificate, keys.folder + "/absent").contains("can't be read"))
            #expect(refusal(keys.key, keys.key).contains("holds no PEM certificate"))
            #expect(refusal(keys.certificate, keys.certificate).contains("holds no PEM private key"))
        }
    }
}
