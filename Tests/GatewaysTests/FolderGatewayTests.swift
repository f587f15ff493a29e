import Foundation
import SystemPackage
import Testing

@testable import Gateways

struct FolderGatewayTests {
    private func files(_ folder: FilePath) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.string).sorted()
    }

    private func mode(_ path: FilePath) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path.string)[.posixPermissions] as? Int
    }

    @Test func `mails lie in the folder in the order they were sent, readable by the owner alone`() async throws {
        try await withFolder { folder in
            let outbox = folder.appending("mail")
            let gateway = MailGateway.folder(outbox, from: SMTPServer.sender)
            for number in 1...3 {
                try await gateway.send(.to("a@example.org", subject: "Number \(number)"))
                try await Task.sleep(for: .milliseconds(2))
            }
            let files = try files(outbox)
            try #require(files.count == 3)
            #expect(files.allSatisfy { $0.hasSuffix(".eml") })
            for (index, file) in files.enumerated() {
                let text = try String(contentsOfFile: outbox.appending(file).string, encoding: .utf8)
                #expect(text.contains("Subject: Number \(index + 1)\r\n"))
                #expect(try mode(outbox.appending(file)) == 0o600)
            }
            #expect(try mode(outbox) == 0o700)
        }
    }

    @Test func `mails at one time each have a file`() async throws {
        try await withFolder { folder in
            let gateway = MailGateway.folder(folder, from: SMTPServer.sender)
            try await withThrowingTaskGroup { group in
                for number in 1...200 { group.addTask { try await gateway.send(.to("a\(number)@example.org")) } }
                try await group.waitForAll()
            }
            #expect(try files(folder).count == 200)
        }
    }

    @Test func `what can't be written may be tried again`() async throws {
        try await withFolder { folder in
            let file = folder.appending("taken")
            try "a file".write(toFile: file.string, atomically: true, encoding: .utf8)
            let gateway = MailGateway.folder(file, from: SMTPServer.sender)
            let failure = await #expect(throws: DeliveryFailure.self) { try await gateway.send(.to("a@example.org")) }
            guard case .temporary = failure else { return #expect(Bool(false), "not temporary") }
        }
    }

    @Test func `a text message is its template and what goes into it`() async throws {
        try await withFolder { folder in
            let gateway = TextMessageGateway.folder(folder)
            _ = try await gateway.send(
                TextMessage(to: "+919840012345", template: "login_code.ta", variables: [.init("code", "012345")]))
            let files = try files(folder)
            try #require(files.count == 1 && files[0].hasSuffix(".txt"))
            #expect(
                try String(contentsOfFile: folder.appending(files[0]).string, encoding: .utf8)
                    == "to: +919840012345\ntemplate: login_code.ta\ncode: 012345\n")
            await #expect(throws: DeliveryFailure.self) {
                _ = try await gateway.send(
                    TextMessage(to: "+919840012345", template: "x", variables: [.init("name", "a\nto: b")]))
            }
        }
    }
}
