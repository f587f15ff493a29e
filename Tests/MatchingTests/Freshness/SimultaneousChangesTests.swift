import Matching
import Postgres
import TestSupport
import Testing

/// Two transactions that change the same centre at once: each sees the other's change only when it is committed.
struct SimultaneousChangesTests {
    /// Only one that waits for the lock behind which coverage changes can see what the other did.
    @Test(arguments: [true, false])
    func `an approval and a new area at the same moment announce the area's ground`(approvalComesFirst: Bool)
        async throws
    {
        try await withDatabase(.geodata) { pool in
            let network = TestNetwork(pool: pool)
            let id = try await network.addCentre(north: 0.01, status: "pending")
            let origin = try await network.origin()
            let approval: Query = "UPDATE service_providers SET status = 'approved' WHERE id = \(id)"
            let area: Query = """
                INSERT INTO service_areas (provider_id, kind, geom, status)
                SELECT \(id), 'polygon', ST_Multi(ST_Expand(location, 0.1)), 'in_force'
                FROM pincodes WHERE pincode = \(network.pincode.number)
                """
            let changes = try await announced(
                by: approvalComesFirst ? approval : area, and: approvalComesFirst ? area : approval, on: pool)
            let centres = changes.flatMap { change in
                guard case .centres(let centres) = change else { return [CentreChange]() }
                return centres
            }
            #expect(centres.contains { $0.id == id && $0.box?.contains(origin) == true }, "\(changes)")
            let covering = try await pool.query(
                """
                SELECT EXISTS (SELECT FROM pincode_coverage
                               WHERE provider_id = \(id) AND pincode = \(network.pincode.number))
                """)
            #expect(try covering[0].decode(Bool.self))
        }
    }

    /// What both together announce, when the second begins before the first has ended.
    private func announced(by first: Query, and second: Query, on pool: PostgresPool) async throws -> [NetworkChange] {
        var events = pool.listen(to: NetworkChange.channel).makeAsyncIterator()
        while let event = await events.next() {
            if case .connected = event { break }
        }
        try await withThrowingTaskGroup { group in
            try await pool.withTransaction { transaction in
                try await transaction.execute(first)
                group.addTask { try await pool.withTransaction { _ = try await $0.execute(second) } }
                try await somebodyWaits(on: pool)
            }
            try await group.waitForAll()
        }
        try await pool.withConnection { _ = try await $0.query("SELECT pg_notify(\(NetworkChange.channel), 'end')") }
        var changes: [NetworkChange] = []
        while let event = await events.next() {
            guard case .notification(_, let payload) = event, payload != "end" else {
                if case .notification = event { break }
                continue
            }
            changes.append(NetworkChange(payload: payload))
        }
        return changes
    }

    /// Until some statement of this database waits for a lock, which the server's own rights don't let it see.
    private func somebodyWaits(on pool: PostgresPool) async throws {
        let database = try await pool.query("SELECT current_database()::text")[0].decode(String.self)
        let administration = try await TestCluster.shared().administration
        let deadline = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < deadline {
            let waiting = try await administration.query(
                """
                SELECT EXISTS (SELECT FROM pg_stat_activity
                               WHERE datname = \(database) AND wait_event_type = 'Lock')
                """)
            if try waiting[0].decode(Bool.self) { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        Issue.record("the second change didn't wait for the first")
    }
}
