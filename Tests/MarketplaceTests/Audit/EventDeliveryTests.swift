import Foundation
import Jobs
import Marketplace
import Postgres
import Synchronization
import TestSupport
import Testing

struct EventDeliveryTests {
    private struct Broken: Error {}

    /// What a subscriber was given, in order.
    private final class Log: Sendable {
        private let entries = Mutex<[String]>([])
        func add(_ entry: String) { entries.withLock { $0.append(entry) } }
        var all: [String] { entries.withLock { $0 } }
    }

    @Test func `the job that delivers an event is stored with it`() async throws {
        try await withDatabase(.schema) { pool in
            try await pool.withTransaction { try await DomainEvent(.providerApproved, 7).announce(on: $0) }
            #expect(try await jobs(on: pool).count == 1)
            _ = try? await pool.withTransaction {
                try await DomainEvent(.providerApproved, 8).announce(on: $0)
                throw Broken()
            }
            #expect(try await jobs(on: pool).count == 1)
        }
    }

    @Test func `each subscriber gets the kinds it wants, once, with what came along`() async throws {
        try await withDatabase(.schema) { pool in
            let (decisions, suspensions) = (Log(), Log())
            let delivery = EventDelivery(
                pool: pool,
                subscribers: [
                    EventSubscriber("decisions", of: .providerApproved, .providerRejected) { event, _ in
                        let reason = try event.payload(as: [String: String].self)["reason"] ?? "-"
                        decisions.add("\(event.kind) \(event.entityID) \(reason)")
                    },
                    EventSubscriber("suspensions", of: .userSuspended) { event, _ in
                        suspensions.add("\(event.entityID)")
                    },
                ])
            try await announce([.providerRejected, .providerSuspended, .userSuspended], 7, on: pool)
            for _ in 0..<2 { for job in try await jobs(on: pool) { try await delivery.deliver(job) } }
            #expect(decisions.all == ["provider_rejected 7 because"])
            #expect(suspensions.all == ["7"])
            #expect(try await waiting(on: pool) == 0)
        }
    }

    @Test func `an entity's events come in their order, whatever order their jobs run in`() async throws {
        try await withDatabase(.schema) { pool in
            let log = Log()
            let delivery = EventDelivery(
                pool: pool,
                subscribers: [
                    EventSubscriber("log", of: .providerApproved, .providerSuspended) { event, _ in
                        // Long enough for the others to come in between, if they could.
                        try await Task.sleep(for: .milliseconds(5))
                        log.add("\(event.entityID) \(event.id)")
                    }
                ])
            for _ in 0..<6 {
                for entity in [1, 2] as [Int64] { try await announce([.providerApproved], entity, on: pool) }
            }
            let all = try await jobs(on: pool)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for job in all.reversed() { group.addTask { try await delivery.deliver(job) } }
                try await group.waitForAll()
            }
            #expect(log.all.count == 12)
            for entity in ["1 ", "2 "] {
                let ids = log.all.filter { $0.hasPrefix(entity) }.compactMap { Int($0.dropFirst(2)) }
                #expect(ids == ids.sorted() && ids.count == 6)
            }
            #expect(try await waiting(on: pool) == 0)
        }
    }

    @Test func `a subscriber that fails gets the same event again, and holds up nobody else`() async throws {
        try await withDatabase(.schema) { pool in
            let (good, bad) = (Log(), Log())
            let isBroken = Atomic(true)
            let delivery = EventDelivery(
                pool: pool,
                subscribers: [
                    EventSubscriber("bad", of: .providerApproved, .providerSuspended) { event, transaction in
                        try await transaction.execute("INSERT INTO job_schedules VALUES ('mark', now())")
                        if isBroken.load(ordering: .relaxed) { throw Broken() }
                        try await transaction.execute("DELETE FROM job_schedules")
                        bad.add(event.kind)
                    },
                    EventSubscriber("good", of: .providerApproved, .providerSuspended) { event, _ in
                        good.add(event.kind)
                    },
                ])
            try await announce([.providerApproved, .providerSuspended], 7, on: pool)
            for job in try await jobs(on: pool) {
                await #expect(throws: Broken.self) { try await delivery.deliver(job) }
            }
            #expect(good.all == ["provider_approved", "provider_suspended"] && bad.all == [])
            #expect(try await waiting(on: pool) == 2)
            // What it had done before it failed is undone.
            #expect(try await pool.query("SELECT FROM job_schedules").isEmpty)
            isBroken.store(false, ordering: .relaxed)
            for job in try await jobs(on: pool) { try await delivery.deliver(job) }
            #expect(good.all.count == 2 && bad.all == ["provider_approved", "provider_suspended"])
            #expect(try await waiting(on: pool) == 0)
        }
    }

    private func announce(_ kinds: [DomainEvent.Kind], _ entity: Int64, on pool: PostgresPool) async throws {
        for kind in kinds {
            try await pool.withTransaction {
                _ = try await DomainEvent(kind, entity, payload: ["reason": "because"]).announce(on: $0)
            }
        }
    }

    private func jobs(on pool: PostgresPool) async throws -> [DeliverEventJob] {
        let rows = try await pool.query("SELECT payload FROM jobs WHERE kind = 'deliver_event' ORDER BY id")
        return try rows.map { row in
            try JSONDecoder().decode(DeliverEventJob.self, from: Data(row.decode(JSONBytes.self).bytes))
        }
    }

    private func waiting(on pool: PostgresPool) async throws -> Int {
        try await pool.query("SELECT count(*) FROM domain_events WHERE delivered_at IS NULL")[0].decode(Int.self)
    }
}
