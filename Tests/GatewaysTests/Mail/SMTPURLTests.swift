import Gateways
import Testing

struct SMTPURLTests {
    private func read(_ url: String, _ security: SMTPConfiguration.Security? = nil) throws -> SMTPConfiguration {
        try SMTPConfiguration(url: url, security: security, sender: SMTPServer.sender)
    }

    @Test func `the scheme says how TLS begins, and the port follows`() throws {
        let submission = try read("smtp://istri:p%40ss@mail.example.org")
        #expect((submission.host, submission.port) == ("mail.example.org", 587))
        #expect(submission.security == .starttls)
        #expect(submission.credentials?.user == "istri")
        #expect(submission.credentials?.password == "p@ss")
        let implicit = try read("smtps://mail.example.org/")
        #expect((implicit.port, implicit.security) == (465, .implicit))
        let relay = try read("smtp://[::1]:2525", .off)
        #expect((relay.host, relay.port, relay.security) == ("::1", 2525, .off))
    }

    @Test(arguments: [
        "", "mail.example.org", "http://mail.example.org", "smtp://", "smtp://host:0", "smtp://host:70000",
        "smtp://user@host", "smtp://host/path", "smtp://host?x=1", "smtp://ho st",
    ])
    func `what isn't a mail server's address is refused`(url: String) {
        #expect(throws: SMTPConfiguration.URLError.notAServer) { try read(url) }
    }

    @Test func `a password never goes without TLS`() {
        #expect(throws: SMTPConfiguration.URLError.passwordWithoutTLS) { try read("smtp://a:b@host", .off) }
        #expect(throws: SMTPConfiguration.URLError.securityContradictsScheme) { try read("smtps://host", .starttls) }
        #expect(throws: SMTPConfiguration.URLError.securityContradictsScheme) { try read("smtp://host", .implicit) }
    }
}
