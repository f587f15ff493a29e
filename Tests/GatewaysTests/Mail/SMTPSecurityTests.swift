import Gateways
import Testing

/// TLS and passwords, against a real mail server with a certificate that we made ourselves.
struct SMTPSecurityTests {
    private static let account = ["--user", "istri", "--password", "Iron&Steam 9"]

    private func configuration(
        _ server: SMTPServer, _ security: SMTPConfiguration.Security, trusting certificate: OwnCertificate?,
        password: String = "Iron&Steam 9"
    ) -> SMTPConfiguration {
        var configuration = SMTPConfiguration(
            host: "localhost", port: server.port, security: security,
            credentials: .init(user: "istri", password: password), sender: SMTPServer.sender)
        configuration.trustFile = certificate?.certificate
        return configuration
    }

    private func temporary(_ configuration: SMTPConfiguration) async throws -> String {
        let gateway = MailGateway.smtp(configuration)
        let failure = await #expect(throws: DeliveryFailure.self) { try await gateway.send(.to("a@example.org")) }
        guard case .temporary(let reason) = failure else {
            Issue.record("not temporary: \(String(describing: failure))")
            return ""
        }
        return reason
    }

    @Test(arguments: [SMTPConfiguration.Security.implicit, .starttls])
    func `a mail goes over TLS to a server whose certificate is trusted, after signing in`(
        security: SMTPConfiguration.Security
    ) async throws {
        try await OwnCertificate.with { own in
            let mails = try await SMTPServer.with(own.server(security.rawValue) + Self.account) { server in
                try await MailGateway.smtp(configuration(server, security, trusting: own)).send(.to("a@example.org"))
                return try server.mails()
            }
            #expect(mails.map(\.tls) == [true])
            #expect(mails.map(\.authenticated) == [true])
        }
    }

    @Test(arguments: [SMTPConfiguration.Security.implicit, .starttls])
    func `a certificate that nobody vouches for is refused`(security: SMTPConfiguration.Security) async throws {
        try await OwnCertificate.with { own in
            let mails = try await SMTPServer.with(own.server(security.rawValue) + Self.account) { server in
                #expect(try await temporary(configuration(server, security, trusting: nil)).contains("certificate"))
                return try server.mails()
            }
            #expect(mails.isEmpty)
        }
    }

    @Test func `a trusted certificate of another host is refused`() async throws {
        try await OwnCertificate.with(name: "mail.example.org") { own in
            let mails = try await SMTPServer.with(own.server("starttls") + Self.account) { server in
                let reason = try await temporary(configuration(server, .starttls, trusting: own))
                #expect(reason.contains("localhost"))
                return try server.mails()
            }
            #expect(mails.isEmpty)
        }
    }

    @Test func `nothing is sent to a server that doesn't offer the STARTTLS we require`() async throws {
        let mails = try await SMTPServer.with { server in
            var starttls = configuration(server, .starttls, trusting: nil)
            starttls.credentials = nil
            _ = try await temporary(starttls)
            return try server.mails()
        }
        #expect(mails.isEmpty)
    }

    @Test func `a password that the server doesn't take is the operator's matter, and stays secret`() async throws {
        try await OwnCertificate.with { own in
            try await SMTPServer.with(own.server("implicit") + Self.account) { server in
                let wrong = configuration(server, .implicit, trusting: own, password: "hunter2")
                let reason = try await temporary(wrong)
                #expect(reason.contains("535"))
                #expect(!reason.contains("hunter2"))
                #expect(!"\(wrong)".contains("hunter2"))
                #expect(!String(reflecting: wrong).contains("hunter2"))
            }
        }
    }
}
