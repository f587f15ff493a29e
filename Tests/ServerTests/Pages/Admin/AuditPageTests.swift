import Foundation
import Marketplace
import SystemPackage
import TestSupport
import Testing

@testable import Server

@Suite(.server) struct AuditPageTests {
    /// The actions that the program writes down, as its text has them.
    private static func written() throws -> Set<String> {
        let folder = Checkout.folder.appending("Sources")
        var actions: Set<String> = []
        let files = FileManager.default.enumerator(atPath: folder.string)
        while let file = files?.nextObject() as? String {
            guard file.hasSuffix(".swift") else { continue }
            let source = try String(contentsOfFile: folder.appending(file).string, encoding: .utf8)
            actions.formUnion(source.matches(of: /AuditEntry\(\s*"([a-z_]+\.[a-z_]+)"/).map { String($0.1) })
            actions.formUnion(source.matches(of: /"(user\.[a-z_]+)"/).map { String($0.1) })
            guard file.hasPrefix("Marketplace/Providers/Areas/") else { continue }
            for match in source.matches(of: /area\.record\(\s*[^"]*"([a-z_]+)"(?: : "([a-z_]+)")?/) {
                actions.formUnion([match.1, match.2].compactMap { $0 }.map { "service_area.\($0)" })
            }
        }
        return actions
    }

    @Test func `every action that is written down has words`() throws {
        let actions = try Self.written()
        #expect(actions.count > 35 && actions.isSuperset(of: ["user.suspended", "service_area.change_proposed"]))
        let words = Site.current[.english].words
        for action in actions.sorted() { #expect(words.find("audit.action.\(action)") != nil, "\(action)") }
    }

    @Test(arguments: Language.allCases) func `lines are told in words, and the filter offers them`(language: Language)
        async throws
    {
        let owner = try await server.person(.provider)
        let centre = try await server.register(as: owner)
        let browser = Browser(server, as: try await server.person(.admin), choosing: language)
        let page = try await browser.open("/admin/audit?entity_type=provider&entity_id=\(centre.id)")
        let words = Site.current[language].words
        #expect(page.rows.count == 1 && page.rows[0].contains(words.text("audit.action.provider.registered")))
        #expect(page.rows[0].contains(words.text("audit.entity.provider")))
        let form = try page.form("/admin/audit")
        #expect(form.fields["entity_type"] == "provider" && form.fields["entity_id"] == String(centre.id))
        let none = try await browser.submit(form, ["action": "provider.approved"])
        #expect(none.rows.isEmpty && none.html.contains("value=\"provider.approved\" selected"))
        // A number alone is of many things.
        let alone = try await browser.open("/admin/audit?entity_id=\(centre.id)")
        #expect(alone.text.contains(words.text("admin.audit.needs_type")))
        #expect(try alone.form("/admin/audit").fields["entity_id"] == String(centre.id))
        let strange = try await browser.open("/admin/audit?action=%3Cb%3E")
        #expect(try strange.form("/admin/audit").fields["action"] == "<b>" && !strange.html.contains("<b>"))
    }
}
