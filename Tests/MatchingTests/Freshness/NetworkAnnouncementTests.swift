import Matching
import Postgres
import TestSupport
import Testing

/// What the database says on `istri_network` when something changes.
struct NetworkAnnouncementTests {
    @Test func `a change announces what it can affect and no more`() async throws {
        try await withDatabase(.geodata) { pool in
            let network = TestNetwork(pool: pool)
            let id = try await network.addCentre(north: 0.01, services: ["thermostat"])
            _ = try await network.addArea(of: id, reach: 0.1)
            let origin = try await network.origin()
            var changes = try await Announcements(pool)

            #expect(try await changes.after("UPDATE service_providers SET phone = phone WHERE id = \(id)").isEmpty)
            let phone = try await changes.after("UPDATE service_providers SET phone = '+919999999999' WHERE id = \(id)")
            #expect(phone == [.centres([CentreChange(id: id, points: [], box: nil)])])
            let price = try await changes.after(
                "UPDATE provider_services SET price_paise = 1 WHERE provider_id = \(id)")
            #expect(price == [.centres([CentreChange(id: id, points: [], box: nil)])])

            let moved = try #require(
                try await changes.after("UPDATE service_providers SET lng = lng + 0.5 WHERE id = \(id)").onlyCentre)
            #expect(moved.points.count == 2)
            #expect(abs(moved.points[1].lng - moved.points[0].lng - 0.5) < 1e-9)
            #expect(moved.box == nil)

            let suspended = try #require(
                try await changes.after("UPDATE service_providers SET status = 'suspended' WHERE id = \(id)").onlyCentre
            )
            #expect(suspended.points == [moved.points[1]])
            #expect(try #require(suspended.box).contains(origin))

            let area = try #require(
                try await changes.after("UPDATE service_providers SET status = 'approved' WHERE id = \(id)").onlyCentre)
            #expect(area == suspended)
            let shifted = try #require(
                try await changes.after("UPDATE service_areas SET geom = ST_Translate(geom, 1, 0)").onlyCentre)
            let box = try #require(shifted.box)
            #expect(shifted.points.isEmpty)
            #expect(abs(box.east - box.west - 1.2) < 1e-9, "the old ground and the new")

            let offers = try #require(
                try await changes.after("DELETE FROM provider_services WHERE provider_id = \(id)").onlyCentre)
            #expect(offers.points == [moved.points[1]])

            let deleted = try await changes.after("DELETE FROM service_providers WHERE id = \(id)")
            #expect(deleted.count == 2, "the centre, and its area that goes with it")
            #expect(deleted.contains(.centres([CentreChange(id: id, points: [moved.points[1]], box: nil)])))
            let boxes = deleted.compactMap { [$0].onlyCentre?.box }
            let ground = try #require(boxes.first)
            #expect(ground.east == box.east)
            #expect(abs(ground.east - ground.west - 0.2) < 1e-9)
        }
    }

    @Test func `what no visitor can see is not announced`() async throws {
        try await withDatabase(.geodata) { pool in
            let network = TestNetwork(pool: pool)
            let pending = try await network.addCentre(north: 0.01, status: "pending", services: ["thermostat"])
            let approved = try await network.addCentre(north: 0.01)
            _ = try await network.addArea(of: pending, reach: 0.1)
            _ = try await network.addArea(of: approved, reach: 0.1, status: "proposed")
            var changes = try await Announcements(pool)
            let unseen: [Query] = [
                "UPDATE service_providers SET lat = lat + 0.01, status = 'rejected' WHERE id = \(pending)",
                "UPDATE provider_services SET price_paise = 5",
                "UPDATE service_areas SET geom = ST_Translate(geom, 0.1, 0)",
                "UPDATE service_providers SET updated_at = now()",
                "UPDATE pincodes SET name = name",
                "UPDATE services SET name = name",
                "DELETE FROM service_areas WHERE status = 'proposed'",
                "DELETE FROM provider_services WHERE provider_id = \(pending)",
            ]
            for statement in unseen {
                #expect(try await changes.after(statement).isEmpty, "\(statement.sql)")
            }
        }
    }

    @Test func `a change of many centres, of pincodes or of everything says so`() async throws {
        try await withDatabase(.network, as: .owner) { pool in
            var changes = try await Announcements(pool)
            let far: [Query] = [
                "UPDATE service_providers SET phone = '+919999999999'",
                "UPDATE service_areas SET geom = ST_Translate(geom, 0.1, 0)",
                "UPDATE pincodes SET name = 'Elsewhere' WHERE pincode = 600001",
                "UPDATE districts SET name_ta = 'x' WHERE name = 'Chennai'",
                "TRUNCATE service_areas",
            ]
            for statement in far {
                #expect(try await changes.after(statement) == [.everything], "\(statement.sql)")
            }
            let one = try await changes.after(
                """
                UPDATE service_providers SET phone = '+919999999998'
                WHERE id = (SELECT min(id) FROM service_providers WHERE status = 'approved')
                """)
            #expect(one.onlyCentre != nil)
        }
    }
}

/// Listens, and gives what came from one statement.
private struct Announcements {
    private let pool: PostgresPool
    private var events: AsyncStream<PostgresListener.Event>.Iterator

    init(_ pool: PostgresPool) async throws {
        self.pool = pool
        events = pool.listen(to: NetworkChange.channel).makeAsyncIterator()
        while let event = await events.next() {
            if case .connected = event { return }
        }
    }

    mutating func after(_ statement: Query) async throws -> [NetworkChange] {
        try await pool.execute(statement)
        try await pool.withConnection { _ = try await $0.query("SELECT pg_notify(\(NetworkChange.channel), 'end')") }
        var changes: [NetworkChange] = []
        while let event = await events.next() {
            guard case .notification(_, let payload) = event else { continue }
            if payload == "end" { break }
            changes.append(NetworkChange(payload: payload))
        }
        return changes
    }
}

extension [NetworkChange] {
    /// The one centre of the one change.
    fileprivate var onlyCentre: CentreChange? {
        guard count == 1, case .centres(let centres) = self[0], centres.count == 1 else { return nil }
        return centres[0]
    }
}
