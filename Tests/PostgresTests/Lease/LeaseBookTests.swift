import Testing

@testable import Postgres

struct LeaseBookTests {
    private let now = ContinuousClock.now

    @Test func `connections are opened up to the limit, then callers wait in line`() {
        var book = LeaseBook<String, Int>(limit: 2, queueLimit: 2)
        #expect(book.request(1, id: 1, deadline: now).isOpen)
        #expect(book.request(2, id: 2, deadline: now).isOpen)
        #expect(book.request(3, id: 3, deadline: now).isWait)
        #expect(book.request(4, id: 4, deadline: now).isWait)
        guard case .full = book.request(5, id: 5, deadline: now) else { Issue.record("not full"); return }
        #expect(book.giveBack("a") == 3)
        #expect(book.giveBack("b") == 4)
        #expect(book.giveBack("a") == nil)
        #expect(book.giveBack("b") == nil)
        guard case .reuse("b") = book.request(6, id: 6, deadline: now) else { Issue.record("not reused"); return }
        #expect(book.leased == 1)
    }

    @Test func `who withdraws or waits too long gets nothing more`() {
        var book = LeaseBook<String, Int>(limit: 1, queueLimit: 9)
        _ = book.request(1, id: 1, deadline: now)
        for id in 2...4 { _ = book.request(id, id: id, deadline: now + .seconds(id)) }
        #expect(book.withdraw(3) == 3)
        #expect(book.withdraw(3) == nil)
        #expect(book.nextDeadline == now + .seconds(2))
        #expect(book.withdrawExpired(at: now + .seconds(3)) == [2])
        #expect(book.giveBack("a") == 4)
        #expect(book.nextDeadline == nil)
    }

    @Test func `closing hands out what is idle, those who wait, and later what comes back`() {
        var book = LeaseBook<String, Int>(limit: 2, queueLimit: 9)
        for id in 1...3 { _ = book.request(id, id: id, deadline: now) }
        let (idle, waiting) = book.close()
        #expect(idle.isEmpty)
        #expect(waiting == [3])
        guard case .closed = book.request(4, id: 4, deadline: now) else { Issue.record("not closed"); return }
        #expect(book.giveBack("a") == nil)
        #expect(book.idle.isEmpty)
    }
}

extension LeaseBook.Decision {
    fileprivate var isOpen: Bool { if case .open = self { true } else { false } }
    fileprivate var isWait: Bool { if case .wait = self { true } else { false } }
}
