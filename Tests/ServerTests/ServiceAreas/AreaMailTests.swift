import Foundation
import Gateways
import HTTPTypes
import Marketplace
import Postgres
import Testing

/// What owners are told of their centres' service areas.
@Suite(.server, .serialized) struct AreaMailTests {
    private let circle: [String: Any] = ["kind": "radius", "radius_km": 2]
    private let wide: [String: Any] = ["kind": "radius", "radius_km": 4]

    /// A centre whose owner has an address, and reads in the language.
    private func scene(_ language: String) async throws -> (
        centre: OwnCentre, owner: Person, address: String, admin: Person
    ) {
        let (owner, admin) = (try await server.person(.provider), try await server.person(.admin))
        let centre = try await server.approvedCentre(["center_name": "முருகன் Irons"], of: owner)
        let address = "owner-\(owner.id)@example.org"
        try await server.pool.execute(
            "UPDATE users SET language = \(language), email = \(address) WHERE id = \(owner.id)")
        return (centre, owner, address, admin)
    }

    /// The centre's own approval is told too.
    private func mails(in postbox: Postbox) -> [MailMessage] {
        postbox.mails.filter { $0.subject.contains("service area") || $0.subject.contains("சேவைப் பகுதி") }
    }

    @Test(arguments: [
        ("en", ["service area is approved", "could not be approved", "was changed", "was taken away"]),
        ("ta", ["பகுதி அங்கீகரிக்கப்பட்டது", "இயலவில்லை", "மாற்றப்பட்டது", "நீக்கப்பட்டது"]),
    ])
    func `an owner is told what becomes of a proposal, and when an admin draws over an area or takes it away`(
        language: String, words: [String]
    ) async throws {
        let (centre, owner, address, admin) = try await scene(language)
        try await Postbox.with(server) { postbox in
            var area = try await server.draw(circle, of: centre.id, as: owner)
            let number = "\(try #require(area.id))"
            #expect(try await server.decideArea("approve", area.id, as: admin).status == 200)
            let approved = try await postbox.mail(to: address, about: words[0])
            #expect(approved.subject.contains("முருகன் Irons") && approved.text.contains(number))

            area = try await server.redraw(try await server.area(area.id, as: owner), wide, as: owner)
            #expect(
                try await server.decideArea("reject", area.id, reason: "மிகத் தொலைவு; too far", as: admin).status == 200)
            let rejected = try await postbox.mail(to: address, about: words[1])
            #expect(rejected.text.contains("மிகத் தொலைவு; too far") && rejected.text.contains(number))

            area = try await server.redraw(try await server.area(area.id, as: admin), wide, as: admin)
            let redrawn = try await postbox.mail(to: address, about: words[2])
            #expect(redrawn.text.contains(number))

            #expect(try await server.change(.delete, area.id, if: area.etag, as: admin).status == 204)
            let gone = try await postbox.mail(to: address, about: words[3])
            #expect(gone.subject.contains("முருகன் Irons") && gone.text.contains(number))
            #expect(mails(in: postbox).count == 4)
        }
    }

    @Test func `proposals, what is taken back and an admin's new area are no news to the owner`() async throws {
        let (centre, owner, address, admin) = try await scene("en")
        try await Postbox.with(server) { postbox in
            let area = try await server.draw(circle, of: centre.id, as: owner)
            #expect(try await server.withdrawProposal(of: area.id, if: area.etag, as: owner).status == 204)
            let drawn = try await server.draw(circle, of: centre.id, as: admin)
            let gone = try await server.change(.delete, drawn.id, if: drawn.etag, as: owner)
            #expect(gone.status == 204)
            // What is told afterwards shows that nothing is on its way any more.
            let last = try await server.draw(circle, of: centre.id, as: owner)
            _ = try await server.decideArea("approve", last.id, as: admin)
            _ = try await postbox.mail(to: address, about: "service area is approved")
            #expect(mails(in: postbox).count == 1)
        }
    }

    @Test func `an owner without an address is told nothing, and what was decided stands`() async throws {
        let (centre, owner, _, admin) = try await scene("en")
        let other = try await scene("en")
        try await server.pool.execute("UPDATE users SET email = NULL, phone = '+919840055502' WHERE id = \(owner.id)")
        try await Postbox.with(server) { postbox in
            let area = try await server.draw(circle, of: centre.id, as: owner)
            #expect(try await server.decideArea("reject", area.id, reason: "No", as: admin).status == 200)
            let told = try await server.draw(circle, of: other.centre.id, as: other.owner)
            _ = try await server.decideArea("approve", told.id, as: admin)
            _ = try await postbox.mail(to: other.address, about: "service area is approved")
            #expect(mails(in: postbox).count == 1)
        }
    }
}
