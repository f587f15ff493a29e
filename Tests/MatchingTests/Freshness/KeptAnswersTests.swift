import Foundation
import Synchronization
import Testing

@testable import Matching

struct KeptAnswersTests {
    private let madurai = GeoPoint(lat: 9.9252, lng: 78.1198)!
    private let chennai = GeoPoint(lat: 13.0827, lng: 80.2707)!

    private func scope(at origin: GeoPoint, reach_m: Double = 5000, centres: [Int64] = [7]) -> AnswerScope {
        AnswerScope(origin: origin, reach_m: reach_m, centres: centres)
    }

    private func keep(_ answer: String, in kept: KeptAnswers<String>, _ scope: AnswerScope, cost: Int = 10) {
        kept.keep(answer, for: answer, scope: scope, validUntil: .distantFuture, cost: cost, ticket: kept.ticket())
    }

    private func change(_ id: Int64, at points: [GeoPoint] = [], box: GeoBox? = nil) -> NetworkChange {
        .centres([CentreChange(id: id, points: points, box: box)])
    }

    @Test func `a change drops the answers that show the centre and no others`() {
        let kept = KeptAnswers<String>(capacity: 1000) { true }
        keep("madurai", in: kept, scope(at: madurai, centres: [7]))
        keep("chennai", in: kept, scope(at: chennai, centres: [8]))
        kept.apply(change(7))
        #expect(kept.answer(for: "madurai") == nil)
        #expect(kept.answer(for: "chennai") == "chennai")
    }

    @Test func `a centre that appears within reach drops the answer, one beyond does not`() {
        let kept = KeptAnswers<String>(capacity: 1000) { true }
        keep("madurai", in: kept, scope(at: madurai, reach_m: 5000))
        kept.apply(change(99, at: [GeoPoint(lat: 9.9252, lng: 78.1798)!]))  // 6.6 km east
        #expect(kept.answer(for: "madurai") != nil)
        kept.apply(change(99, at: [GeoPoint(lat: 9.9252, lng: 78.1598)!]))  // 4.4 km east
        #expect(kept.answer(for: "madurai") == nil)
    }

    @Test func `an answer with room for more is dropped by any centre that appears`() {
        let kept = KeptAnswers<String>(capacity: 1000) { true }
        keep("madurai", in: kept, scope(at: madurai, reach_m: .infinity))
        kept.apply(change(99, at: [chennai]))
        #expect(kept.answer(for: "madurai") == nil)
    }

    @Test func `a changed area drops the answers whose origin it may cover`() {
        let kept = KeptAnswers<String>(capacity: 1000) { true }
        keep("madurai", in: kept, scope(at: madurai))
        keep("chennai", in: kept, scope(at: chennai))
        kept.apply(change(99, box: GeoBox(west: 78, south: 9.5, east: 78.5, north: 10)))
        #expect(kept.answer(for: "madurai") == nil)
        #expect(kept.answer(for: "chennai") != nil)
    }

    @Test func `an answer computed while a change was committed is not kept`() {
        let kept = KeptAnswers<String>(capacity: 1000) { true }
        let ticket = kept.ticket()
        kept.apply(change(7))
        kept.keep("stale", for: "a", scope: scope(at: madurai), validUntil: .distantFuture, cost: 1, ticket: ticket)
        #expect(kept.answer(for: "a") == nil)
        kept.keep(
            "unrelated", for: "b", scope: scope(at: chennai, centres: [8]), validUntil: .distantFuture, cost: 1,
            ticket: ticket)
        #expect(kept.answer(for: "b") == "unrelated")
    }

    @Test func `an answer that took longer than the memory of changes is not kept`() {
        let kept = KeptAnswers<String>(capacity: 1000) { true }
        let ticket = kept.ticket()
        for _ in 0..<100 { kept.apply(change(1000)) }
        kept.keep("late", for: "a", scope: scope(at: madurai), validUntil: .distantFuture, cost: 1, ticket: ticket)
        #expect(kept.answer(for: "a") == nil)
    }

    @Test func `nothing is handed out or kept while changes may have been missed`() {
        let certain = Mutex(true)
        let kept = KeptAnswers<String>(capacity: 1000) { certain.withLock { $0 } }
        keep("a", in: kept, scope(at: madurai))
        certain.withLock { $0 = false }
        #expect(kept.answer(for: "a") == nil)
        keep("b", in: kept, scope(at: madurai))
        kept.apply(.everything)
        certain.withLock { $0 = true }
        #expect(kept.count == 0)
    }

    @Test func `an answer leaves when its time is over`() {
        let kept = KeptAnswers<String>(capacity: 1000) { true }
        kept.keep(
            "a", for: "a", scope: scope(at: madurai), validUntil: Date().addingTimeInterval(-1), cost: 1,
            ticket: kept.ticket())
        #expect(kept.answer(for: "a") == nil)
    }

    @Test func `the oldest leave when the memory is full, and the sum of costs stays right`() {
        let kept = KeptAnswers<String>(capacity: 100) { true }
        for number in 0..<1000 {
            keep("\(number % 40)", in: kept, scope(at: madurai), cost: 10)
            #expect(kept.count <= 10)
        }
        #expect(kept.answer(for: "39") == "39")
        #expect(kept.answer(for: "0") == nil)
        keep("huge", in: kept, scope(at: madurai), cost: 101)
        #expect(kept.answer(for: "huge") == nil)
    }

    @Test func `a payload that can't be understood counts as a change of everything`() {
        #expect(NetworkChange(payload: "") == .everything)
        #expect(NetworkChange(payload: #"{"all":true}"#) == .everything)
        #expect(NetworkChange(payload: #"{"changes":[{"id":"x"}]}"#) == .everything)
        #expect(
            NetworkChange(payload: #"{"changes":[{"id":7,"points":[[78.1,9.9]],"box":[78,9,79,10]}]}"#)
                == .centres([
                    CentreChange(
                        id: 7, points: [GeoPoint(lat: 9.9, lng: 78.1)!],
                        box: GeoBox(west: 78, south: 9, east: 79, north: 10))
                ]))
    }
}
