import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// What is decided and changed through the API is seen at once by the node that was asked, and by the other within
/// 100 ms.
@Suite(.serialized) struct DecisionFreshnessTests {
    private static var always: [[String: Any]] {
        (1...7).map { ["weekday": $0, "opens": "00:00", "closes": "24:00"] }
    }
    /// Many centres stand at the pincode's point; the 50 nearest show them all.
    private static let question = Question(nearest: 600_001, "&limit=50")

    private func step(
        _ name: String, on a: TestServer, and b: TestServer, change: () async throws -> Reply,
        isSeen: (String) -> Bool
    ) async throws {
        try await Self.question.prime(a)
        try await Self.question.prime(b)
        #expect(!isSeen(try await Self.question.answer(of: a)), "\(name): not yet")
        let reply = try await change()
        let committed = ContinuousClock.now
        #expect((200..<300).contains(reply.status), "\(name): \(reply.text)")
        #expect(isSeen(try await Self.question.answer(of: a)), "\(name): at once here")
        var isFresh = false
        while !isFresh {
            let asked = ContinuousClock.now
            isFresh = isSeen(try await Self.question.answer(of: b))
            if !isFresh { try #require(asked - committed <= .milliseconds(100), "\(name): in time there") }
        }
    }

    @Test func `approval, suspension and closures are seen everywhere in time`() async throws {
        try await withTwoNodes { a, b in
            let owner = try await a.person(.provider)
            let admin = try await a.person(.admin)
            let centre = try await a.register(centreBody(["hours": Self.always]), as: owner)
            let isFound = { (answer: String) in answer.contains("{\"id\":\(centre.id),") }
            let isOpen = { (answer: String) in
                answer.components(separatedBy: "{\"id\":").first { $0.hasPrefix("\(centre.id),") }?
                    .contains("\"open_now\":true") == true
            }
            try await step("approved", on: a, and: b) {
                try await a.decide("approve", on: centre.id, as: admin)
            } isSeen: {
                isFound($0) && isOpen($0)
            }
            let closure = json(["from": Timestamp.text(Date() - 60), "to": Timestamp.text(Date() + 3600)])
            try await step("closed", on: a, and: b) {
                try await a.send(.post, "/api/providers/\(centre.id)/closures", as: owner, json: closure)
            } isSeen: {
                isFound($0) && !isOpen($0)
            }
            let id = try await a.pool.query("SELECT id FROM closures WHERE provider_id = \(centre.id)")[0].decode(
                Int64.self)
            try await step("open again", on: a, and: b) {
                try await a.send(.delete, "/api/closures/\(id)", as: owner)
            } isSeen: {
                isOpen($0)
            }
            try await step("renamed", on: a, and: b) {
                try await a.send(
                    .patch, "/api/providers/\(centre.id)", as: owner, json: json(["center_name": "Renamed"]))
            } isSeen: {
                $0.contains("Renamed")
            }
            try await step("suspended", on: a, and: b) {
                try await a.decide("suspend", on: centre.id, as: admin, reason: "Complaints")
            } isSeen: {
                !isFound($0)
            }
        }
    }

    @Test func `a kept answer is right past the edges of a closure`() async throws {
        try await withServer { server in
            try await server.becomeCurrent()
            let owner = try await server.person(.provider)
            let centre = try await server.approvedCentre(["hours": Self.always], of: owner)
            let start = Date() + 2
            try await server.pool.execute(
                """
                INSERT INTO closures (provider_id, during)
                VALUES (\(centre.id), tstzrange(\(start), \(start + 2)))
                """)
            try await Self.question.prime(server)
            var seen: [Bool] = []
            while Date() < start + 3 {
                let before = Date()
                let answer = try await Self.question.answer(of: server)
                let isOpen = answer.components(separatedBy: "{\"id\":").first { $0.hasPrefix("\(centre.id),") }?
                    .contains("\"open_now\":true")
                let after = Date()
                // Answers that an edge falls into may be either.
                if ![start, start + 2].contains(where: { (before...after).contains($0) }) {
                    #expect(isOpen == !(start..<start + 2).contains(before))
                    if seen.last != isOpen, let isOpen { seen.append(isOpen) }
                }
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(seen == [true, false, true])
        }
    }
}
