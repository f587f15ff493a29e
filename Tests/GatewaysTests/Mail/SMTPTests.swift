import Foundation
import Gateways
import Testing

/// Against a real mail server, in the clear on the loopback.
struct SMTPTests {
    private func reason(_ message: MailMessage, _ gateway: MailGateway) async -> DeliveryFailure? {
        await #expect(throws: DeliveryFailure.self) { try await gateway.send(message) }
    }

    @Test func `a mail arrives as it was written, dots and Tamil included`() async throws {
        let mails = try await SMTPServer.with { server in
            let gateway = MailGateway.smtp(server.configuration())
            try await gateway.send(.to("a@example.org", text: "one\n.two\n..\n.\nthree\n"))
            try await gateway.send(.to("b@example.org", subject: "வணக்கம்", text: "உங்கள் கடவுச்சொல்\n"))
            return try server.mails()
        }
        try #require(mails.count == 2)
        #expect(mails[0].sender == "noreply@istri.example")
        #expect(mails[0].recipients == ["a@example.org"])
        #expect(mails[0].text.hasSuffix("\r\n\r\none\r\n.two\r\n..\r\n.\r\nthree\r\n"))
        let subject = Data("வணக்கம்".utf8).base64EncodedString()
        #expect(mails[1].text.contains("Subject: =?UTF-8?B?\(subject)?=\r\n"))
    }

    @Test func `a mail that is sent again has the same Message-ID, and one without a name another each time`()
        async throws
    {
        let id = UUID()
        let mails = try await SMTPServer.with { server in
            let gateway = MailGateway.smtp(server.configuration())
            var named = MailMessage.to("a@example.org")
            named.id = id
            for message in [named, named, .to("a@example.org")] { try await gateway.send(message) }
            return try server.mails()
        }
        try #require(mails.count == 3)
        let line = "Message-ID: <\(id.uuidString.lowercased())@istri.example>\r\n"
        #expect(mails.map { $0.text.contains(line) } == [true, true, false])
        #expect(mails[2].text.contains("Message-ID: <"))
    }

    @Test func `mails that follow each other share a connection`() async throws {
        let events = try await SMTPServer.with { server in
            var configuration = server.configuration()
            configuration.connections = 1
            let gateway = MailGateway.smtp(configuration)
            for number in 1...20 { try await gateway.send(.to("a@example.org", subject: "Number \(number)")) }
            return try server.events()
        }
        #expect(events.filter { $0.event == "connection" }.count == 1)
        let numbers = events.compactMap { $0.content.map { String(decoding: $0, as: UTF8.self) } }
        #expect(numbers.count == 20)
        #expect(numbers.enumerated().allSatisfy { $1.contains("Subject: Number \($0 + 1)\r\n") })
    }

    @Test func `mails at one time take as many connections as allowed`() async throws {
        let events = try await SMTPServer.with { server in
            var configuration = server.configuration()
            configuration.connections = 3
            let gateway = MailGateway.smtp(configuration)
            try await withThrowingTaskGroup { group in
                for number in 1...30 {
                    group.addTask { try await gateway.send(.to("a\(number)@example.org")) }
                }
                try await group.waitForAll()
            }
            return try server.events()
        }
        #expect(Set(events.compactMap { $0.recipients?.first }).count == 30)
        #expect((1...3).contains(events.filter { $0.event == "connection" }.count))
    }

    @Test func `a mail after a long rest finds the connection closed and takes a new one`() async throws {
        let mails = try await SMTPServer.with(["--idle", "0.3"]) { server in
            let gateway = MailGateway.smtp(server.configuration())
            try await gateway.send(.to("a@example.org"))
            try await Task.sleep(for: .milliseconds(800))
            try await gateway.send(.to("b@example.org"))
            return try server.mails()
        }
        #expect(mails.count == 2)
    }

    @Test func `an unknown recipient is final, and the log doesn't name it`() async throws {
        try await SMTPServer.with { server in
            let failure = await reason(.to("nobody@example.org"), .smtp(server.configuration()))
            guard case .permanent(let text) = failure else {
                return #expect(Bool(false), "\(String(describing: failure))")
            }
            #expect(text.contains("550 5.1.1"))
            #expect(!text.contains("nobody@example.org"))
        }
    }

    @Test func `content refused as spam is final`() async throws {
        try await SMTPServer.with { server in
            let failure = await reason(.to("spam@example.org"), .smtp(server.configuration()))
            guard case .permanent(let text) = failure else {
                return #expect(Bool(false), "\(String(describing: failure))")
            }
            #expect(text.contains("554 5.7.1"))
        }
    }

    @Test func `a refusal for now may be tried again, and doesn't spoil the next mail`() async throws {
        try await SMTPServer.with { server in
            let gateway = MailGateway.smtp(server.configuration())
            let failure = await reason(.to("later@example.org"), gateway)
            guard case .temporary(let text) = failure else {
                return #expect(Bool(false), "\(String(describing: failure))")
            }
            #expect(text.contains("451 4.7.1"))
            try await gateway.send(.to("a@example.org"))
            #expect(try server.mails().count == 1)
        }
    }

    @Test func `a server that isn't there is for now`() async throws {
        let port = try await SMTPServer.with { $0.port }
        let gateway = MailGateway.smtp(
            SMTPConfiguration(host: "127.0.0.1", port: port, security: .off, sender: SMTPServer.sender))
        guard case .temporary = await reason(.to("a@example.org"), gateway) else {
            return #expect(Bool(false), "a dead server was taken for final")
        }
    }

    @Test func `a slow server is given up after the time-out`() async throws {
        try await SMTPServer.with { server in
            var configuration = server.configuration()
            configuration.timeout = .milliseconds(500)
            let start = ContinuousClock.now
            guard case .temporary(let text) = await reason(.to("slow@example.org"), .smtp(configuration)) else {
                return #expect(Bool(false), "a slow server was taken for final")
            }
            #expect(text.lowercased().contains("time"))
            #expect(ContinuousClock.now - start < .seconds(200))
        }
    }

    @Test func `a cancelled mail ends soon, whether it waits or is on its way`() async throws {
        try await SMTPServer.with { server in
            var configuration = server.configuration()
            configuration.connections = 1
            let gateway = MailGateway.smtp(configuration)
            let start = ContinuousClock.now
            let running = Task { try await gateway.send(.to("slow@example.org")) }
            try await Task.sleep(for: .milliseconds(300))
            let waiting = Task { try await gateway.send(.to("a@example.org")) }
            try await Task.sleep(for: .milliseconds(100))
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
            running.cancel()
            await #expect(throws: CancellationError.self) { try await running.value }
            #expect(ContinuousClock.now - start < .seconds(200))
        }
    }

    @Test func `mails beyond the queue's length are refused at once`() async throws {
        try await SMTPServer.with { server in
            var configuration = server.configuration()
            configuration.connections = 1
            configuration.queueLimit = 1
            let gateway = MailGateway.smtp(configuration)
            let first = Task { try await gateway.send(.to("slow@example.org")) }
            try await Task.sleep(for: .milliseconds(300))
            let second = Task { try await gateway.send(.to("a@example.org")) }
            try await Task.sleep(for: .milliseconds(100))
            #expect(await reason(.to("b@example.org"), gateway) == .temporary("too many messages wait to be sent"))
            second.cancel()
            first.cancel()
            _ = await (first.result, second.result)
        }
    }
}
