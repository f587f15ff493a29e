import Foundation
import Testing

@testable import Marketplace

struct PasswordHasherTests {
    private let hasher = PasswordHasher(cost: 4, threads: 1)

    @Test func `a password matches its own hash alone`() async throws {
        let hash = try await hasher.hash("correct horse battery")
        #expect(hash.hasPrefix("$2b$04$") && hash.utf8.count == 60)
        #expect(try await hasher.matches("correct horse battery", hash))
        #expect(try await !hasher.matches("correct horse battery ", hash))
        #expect(try await !hasher.matches("Correct horse battery", hash))
        #expect(try await hasher.hash("correct horse battery") != hash)
    }

    @Test(arguments: [("a", "b"), ("\0a", "\0b"), ("௧", "௨")])
    func `every character counts: beyond 72 bytes and after a NUL`(one: String, other: String) async throws {
        let long = String(repeating: "x", count: 100)
        let hash = try await hasher.hash(long + one)
        #expect(try await hasher.matches(long + one, hash))
        #expect(try await !hasher.matches(long + other, hash))
    }

    @Test func `the same characters in another form of Unicode are the same password`() async throws {
        let hash = try await hasher.hash("Ångström ௧௨௩ ﬁne")
        #expect(try await hasher.matches("A\u{30A}ngstro\u{308}m ௧௨௩ fine", hash))
    }

    @Test func `without a hash the answer is no, and takes as long`() async throws {
        // At a cost where hashing is what takes the time.
        let hasher = PasswordHasher(cost: 9, threads: 1)
        let hash = try await hasher.hash("correct horse battery")
        var known: [Duration] = []
        var unknown: [Duration] = []
        for _ in 0..<9 {
            known.append(try await duration { try await hasher.matches("wrong horse battery", hash) })
            unknown.append(try await duration { try await hasher.matches("wrong horse battery", nil) })
        }
        // The shortest are those that other tests disturbed least.
        let ratio = try #require(unknown.min()) / #require(known.min())
        #expect(ratio > 0.6 && ratio < 1.6, "the shortest differ by \(ratio)")
    }

    @Test func `a hash of before the cost was raised takes as long as one that isn't there`() async throws {
        let present = PasswordHasher(cost: 10, threads: 1)
        let old = try await PasswordHasher(cost: 7, threads: 1).hash("correct horse battery")
        #expect(try await present.matches("correct horse battery", old) && present.isOutdated(old))
        var (known, unknown): ([Duration], [Duration]) = ([], [])
        for _ in 0..<9 {
            known.append(try await duration { try await present.matches("wrong horse battery", old) })
            unknown.append(try await duration { try await present.matches("wrong horse battery", nil) })
        }
        // Without what fills up the time it would be 8.
        let ratio = try #require(unknown.min()) / #require(known.min())
        #expect(ratio > 0.6 && ratio < 1.6, "the shortest differ by \(ratio)")
    }

    @Test func `a full queue refuses at once and says when to come back`() async throws {
        let hasher = PasswordHasher(cost: 11, threads: 1, queueLimit: 2)
        let outcomes = await withTaskGroup(of: (any Error)?.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    do {
                        _ = try await hasher.hash("correct horse battery")
                        return nil
                    } catch { return error }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let refusals = outcomes.compactMap { $0 as? AccountError }
        #expect(outcomes.count - refusals.count >= 2)
        #expect(refusals.count >= 4)
        for case .busy(let seconds) in refusals { #expect((1...60).contains(seconds)) }
    }

    @Test func `one network leaves three quarters of the queue to others, by right passwords too`() async throws {
        // So dear that nothing is done before all of them have come.
        let hasher = PasswordHasher(cost: 17, threads: 1, queueLimit: 64, patience: .seconds(600))
        let first = Task { try await hasher.hash("correct horse battery") }
        let greedy = HashingSource(Actor(userID: nil, role: nil, address: "2001:db8::1", requestID: nil))
        let sameNetwork = HashingSource(Actor(userID: nil, role: nil, address: "2001:db8::2", requestID: nil))
        let other = HashingSource(Actor(userID: nil, role: nil, address: "192.0.2.1", requestID: nil))
        let (refusals, refused) = AsyncStream.makeStream(of: AccountError.self)
        var tasks = [first]
        for number in 0..<60 {
            tasks.append(
                Task {
                    do {
                        return try await hasher.hash("x", for: number.isMultiple(of: 2) ? greedy : sameNetwork)
                    } catch let error as AccountError {
                        refused.yield(error)
                        throw error
                    }
                })
        }
        var count = 0
        for await case .busy in refusals {
            count += 1
            // One of theirs may be the one that the thread has taken.
            if count == 43 { break }
        }
        #expect(hasher.waiting <= 17)
        let before = hasher.waiting
        tasks.append(Task { try await hasher.hash("x", for: other) })
        try await eventually { hasher.waiting > before }
        #expect(hasher.waiting == before + 1)
        for task in tasks { task.cancel() }
        try await eventually { hasher.waiting == 0 }
    }

    @Test func `whoever waits too long is refused`() async throws {
        let hasher = PasswordHasher(cost: 11, threads: 1, patience: .milliseconds(1))
        let refusals = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<30 {
                group.addTask {
                    do {
                        _ = try await hasher.hash("correct horse battery")
                        return false
                    } catch {
                        return error is AccountError
                    }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(refusals > 0)
    }

    @Test func `a cancelled asker leaves the queue`() async throws {
        // So many before it that its turn can't come, however long the tests keep it from being cancelled.
        let hasher = PasswordHasher(cost: 15, threads: 1, queueLimit: 100, patience: .seconds(600))
        let earlier = (0..<60).map { _ in Task { try await hasher.hash("correct horse battery") } }
        try await eventually { hasher.waiting >= 59 }
        let waiting = Task { try await hasher.hash("correct horse battery") }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        for task in earlier { task.cancel() }
        try await eventually { hasher.waiting == 0 }
        #expect(hasher.waiting == 0)
    }

    private func eventually(_ isSo: () -> Bool) async throws {
        try await Task.sleep(for: .milliseconds(5))
        let deadline = ContinuousClock.now + .seconds(120)
        while !isSo(), ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(1)) }
    }

    @Test func `a hash of another cost is outdated`() async throws {
        let hash = try await hasher.hash("correct horse battery")
        #expect(!hasher.isOutdated(hash))
        #expect(PasswordHasher(cost: 5, threads: 1).isOutdated(hash))
    }

    private func duration(_ check: () async throws -> Bool) async throws -> Duration {
        let start = ContinuousClock.now
        #expect(try await !check())
        return ContinuousClock.now - start
    }
}
