import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// What customers think of repairs.
@Suite(.serialized) struct ReviewTests {
    private struct Reviews: Decodable {
        struct Item: Decodable {
            let rating: Int
            let text: String?
            let name: String
            let created_at: String
        }
        let rating: Double?
        let reviews: Int
        let items: [Item]
        let next_cursor: String?
    }

    private func review(
        _ booking: StoredBooking, as person: Person, _ fields: [String: Any] = ["rating": 4]
    ) async throws -> Reply {
        try await booking.server.send(.post, "/api/bookings/\(booking.id)/review", as: person, json: json(fields))
    }

    @Test func `a customer reviews a completed repair once, and the centre's rating follows`() async throws {
        try await withServer { server in
            let (centre, owner) = try await server.ownedCentre()
            let customer = try await server.person(.customer, name: "K.R. மீனா Rajan")
            let booking = try await server.stored(of: customer.id, at: centre, status: "accepted")
            try expectProblem(try await review(booking, as: customer), 409, "not_completed")
            try await booking.become(through: "in_progress", "completed")
            for person in [owner, try await server.person(.customer), try await server.person(.admin)] {
                try expectProblem(try await review(booking, as: person), 404, "unknown_booking")
            }
            let reply = try await review(booking, as: customer, ["rating": 5, "text": "நன்றாகச் சரிசெய்தார்கள்"])
            #expect(reply.status == 201)
            #expect(try reply.object()["booking_id"] as? Int == Int(booking.id))
            try expectProblem(try await review(booking, as: customer), 409, "already_reviewed")
            let other = try await server.stored(of: customer.id, at: centre, hour: 48, status: "accepted")
            try await other.become(through: "in_progress", "completed")
            #expect(try await review(other, as: customer, ["rating": 2]).status == 201)

            let list = try await server.read("/api/providers/\(centre)/reviews", as: Reviews.self)
            #expect(list.rating == 3.5 && list.reviews == 2)
            #expect(list.items.map(\.rating) == [2, 5] && list.items[1].text == "நன்றாகச் சரிசெய்தார்கள்")
            #expect(list.items.allSatisfy { $0.name == "மீனா" })
        }
    }

    @Test(
        arguments: [
            ["rating": 0], ["rating": 6], ["rating": 4.5], ["rating": "5"], ["text": "good"],
            ["rating": 5, "text": ""], ["rating": 5, "text": String(repeating: "a", count: 2001)],
        ] as [[String: any Sendable]])
    func `what is no review is refused`(fields: [String: any Sendable]) async throws {
        try await withServer { server in
            let (centre, _) = try await server.ownedCentre()
            let customer = try await server.person(.customer)
            let booking = try await server.stored(of: customer.id, at: centre, status: "accepted")
            try await booking.become(through: "in_progress", "completed")
            let reply = try await review(booking, as: customer, fields)
            #expect(reply.status == 422, "\(reply.text)")
            #expect(try await server.pool.query("SELECT count(*) FROM reviews")[0].decode(Int.self) == 0)
        }
    }

    @Test func `of many who review at once each counts, and of one customer's clicks one`() async throws {
        try await withServer { server in
            let (centre, _) = try await server.ownedCentre()
            let customer = try await server.person(.customer)
            var bookings: [StoredBooking] = []
            for hour in 1...6 {
                let booking = try await server.stored(of: customer.id, at: centre, hour: 24 * hour, status: "accepted")
                try await booking.become(through: "in_progress", "completed")
                bookings.append(booking)
            }
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for booking in bookings + bookings {
                    group.addTask { try await review(booking, as: customer, ["rating": 3]).status }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.filter { $0 == 201 }.count == 6 && statuses.filter { $0 == 409 }.count == 6)
            let (count, stars) = try await server.pool.query(
                "SELECT reviews, stars FROM provider_ratings WHERE provider_id = \(centre)")[0]
                .decode(Int32.self, Int64.self)
            #expect(count == 6 && stars == 18)
        }
    }

    @Test func `reviews come by pages, and of a centre that is approved`() async throws {
        try await withServer { server in
            let (centre, _) = try await server.ownedCentre()
            let customer = try await server.person(.customer)
            for hour in 1...5 {
                let booking = try await server.stored(of: customer.id, at: centre, hour: 24 * hour, status: "accepted")
                try await booking.become(through: "in_progress", "completed")
                #expect(try await review(booking, as: customer, ["rating": hour]).status == 201)
            }
            var ratings: [Int] = []
            var next: String? = ""
            while let cursor = next {
                let query = cursor.isEmpty ? "" : "&cursor=\(cursor)"
                let page = try await server.read("/api/providers/\(centre)/reviews?limit=2\(query)", as: Reviews.self)
                ratings += page.items.map(\.rating)
                next = page.next_cursor
            }
            #expect(ratings == [5, 4, 3, 2, 1])
            try await server.pool.execute("UPDATE service_providers SET status = 'suspended' WHERE id = \(centre)")
            try expectProblem(
                try await server.get("/api/providers/\(centre)/reviews"), 404, "unknown_provider")
        }
    }
}
