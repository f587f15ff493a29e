import Foundation
import Marketplace
import Testing

@testable import Server

@Suite(.server) struct UserPagesTests {
    @Test func `an account is made, suspended with a reason and made active again`() async throws {
        let browser = Browser(server, as: try await server.person(.admin))
        let form = try await browser.open("/admin/new-user").form("/admin/new-user")
        let refused = try await browser.submit(form, ["name": "", "email": "nonsense", "password": "kept from sight"])
        #expect(refused.status == 422 && refused.error(of: "name") != nil && refused.error(of: "email") != nil)
        #expect(refused.html.contains("nonsense") && !refused.html.contains("kept from sight"))
        let made = try await browser.submit(
            form, ["name": "<b>New</b>", "email": Member.newEmail(), "role": "dispatcher"])
        #expect(made.address.hasPrefix("/admin/users/") && made.text.contains("<b>New</b>"))
        let path = String(made.address.prefix { $0 != "?" })
        let ask = try await browser.open(path + "/change?change=suspend")
        let unsaid = try await browser.submit(try ask.form(path + "/change"))
        #expect(unsaid.status == 422 && unsaid.error(of: "reason") != nil)
        let suspended = try await browser.submit(try ask.form(path + "/change"), ["reason": "Left"])
        #expect(suspended.html.contains("badge-state--suspended"))
        let again = try await browser.open(path + "/change?change=reactivate")
        let active = try await browser.submit(try again.form(path + "/change"), ["reason": "Back"])
        #expect(active.html.contains("badge-state--ok"))
    }
}
