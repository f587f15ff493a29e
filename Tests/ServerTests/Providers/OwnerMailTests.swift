import Foundation
import Gateways
import HTTPTypes
import Marketplace
import Postgres
import Testing

/// What owners are told of decisions on their centres.
@Suite(.server, .serialized) struct OwnerMailTests {
    @Test func `an owner is told of each decision, with its reason, in their language`() async throws {
        try await Postbox.with(server) { postbox in
            let owner = try await server.person(.provider)
            let address = "owner-\(owner.id)@example.org"
            try await server.pool.execute("UPDATE users SET language = 'ta', email = \(address) WHERE id = \(owner.id)")
            let centre = try await server.register(centreBody(["center_name": "முருகன் Irons"]), as: owner)
            let admin = try await server.person(.admin)
            _ = try await server.decide("approve", on: centre.id, as: admin)
            let approved = try await postbox.mail(to: address, about: "அங்கீகரிக்கப்பட்டது")
            #expect(approved.subject.contains("முருகன் Irons"))
            _ = try await server.decide("suspend", on: centre.id, as: admin, reason: "Three complaints")
            let suspended = try await postbox.mail(to: address, about: "நிறுத்தப்பட்டுள்ளது")
            #expect(suspended.text.contains("Three complaints"))
            #expect(postbox.mails.count == 2)
        }
    }

    @Test func `accepting what an owner changed is no second approval to them`() async throws {
        try await Postbox.with(server) { postbox in
            let owner = try await server.person(.provider)
            let address = "owner-\(owner.id)@example.org"
            try await server.pool.execute("UPDATE users SET email = \(address) WHERE id = \(owner.id)")
            let centre = try await server.register(as: owner)
            let admin = try await server.person(.admin)
            _ = try await server.decide("approve", on: centre.id, as: admin)
            _ = try await postbox.mail(to: address, about: "approved")
            let change = try await server.send(
                .patch, "/api/providers/\(centre.id)", as: owner, json: json(["center_name": "Velan and Sons"]))
            #expect(try change.decode(OwnCentre.self).changed_since_approval == ["center_name"])
            let accepted = try await server.decide("approve", on: centre.id, as: admin)
            #expect(try accepted.decode(OwnCentre.self).changed_since_approval == [])
            #expect(
                try await server.audit(of: centre.id)
                    == ["provider.registered", "provider.approved", "provider.changed", "provider.changes_accepted"])
            // What is told afterwards shows that nothing is on its way any more.
            _ = try await server.decide("suspend", on: centre.id, as: admin, reason: "Complaints")
            _ = try await postbox.mail(to: address, about: "suspended")
            #expect(postbox.mails.count == 2)
        }
    }

    @Test func `an owner without an address is told nothing, and the decision stands`() async throws {
        let owner = try await server.person(.provider)
        try await server.pool.execute(
            "UPDATE users SET email = NULL, phone = '+919840055501' WHERE id = \(owner.id)")
        let centre = try await server.register(as: owner)
        let admin = try await server.person(.admin)
        #expect(try await server.decide("reject", on: centre.id, as: admin, reason: "No such street").status == 200)
        let jobs = try await server.pool.query("SELECT count(*) FROM jobs WHERE kind = 'mail.send'")
        #expect(try jobs[0].decode(Int.self) == 0)
    }
}
