import Testing

@testable import Postgres

struct ReadQueueTests {
    /// ceil((waiting + idle) / (idle + 1)), at most the limit and what there is.
    @Test(arguments: [
        (waiting: 1, idle: 2, batch: 1), (2, 2, 2), (5, 2, 3), (32, 0, 32), (40, 0, 32), (3, 0, 3), (9, 1, 5),
    ])
    func `a reader takes its share and leaves the rest to the sleeping ones`(waiting: Int, idle: Int, batch: Int) {
        var queue = ReadQueue(limit: 100, batchLimit: 32)
        for _ in 0..<waiting { _ = queue.admit(ReadRequest("SELECT 1", deadline: .now)) }
        queue.idleReaders = idle
        #expect(queue.takeBatch()?.count == batch)
        #expect(queue.waiting.count == waiting - batch)
    }

    @Test func `an empty queue has no batch`() {
        var queue = ReadQueue(limit: 1, batchLimit: 1)
        #expect(queue.takeBatch() == nil)
    }
}
