import Logging

/// The pool's pipelined, read-only connections and the queue before them.
final class Readers: Sendable {
    private let queue: Monitor<ReadQueue>
    private let patience: Duration
    private let connectTimeout: Duration
    private let stop = StopSignal()
    private let threads = Latch()

    init(_ configuration: PostgresConfiguration, settings: SessionSettings) {
        let readers = configuration.readers
        queue = Monitor(ReadQueue(limit: readers.queueLimit, batchLimit: readers.batchLimit))
        patience = readers.patience
        connectTimeout = configuration.connectTimeout
        for index in 0..<readers.count {
            start(index, settings)
        }
    }

    private func start(_ index: Int, _ settings: SessionSettings) {
        let (queue, stop, threads) = (queue, stop, threads)
        threads.enter()
        do throws(PostgresError) {
            try WorkerThread.start(name: "pg-reader-\(index)") {
                Reader(index, queue: queue, settings: settings, stop: stop).run()
                threads.leave()
            }
        } catch {
            settings.logger.critical("A reader could not start", metadata: ["error": "\(error)"])
            threads.leave()
        }
    }

    func query(_ query: Query) async throws -> PostgresRows {
        try query.check()
        let request = ReadRequest(query, deadline: .now + patience)
        return try await withTaskCancellationHandler {
            try await withUnsafeThrowingContinuation { continuation in
                if request.begin(continuation) { submit(request) }
            }
        } onCancel: {
            request.fail(CancellationError())
        }
    }

    private func submit(_ request: ReadRequest) {
        switch queue.withLock({ $0.admit(request) }) {
        case .admitted(let wakeReader, let isConnected, let startsSweep):
            if wakeReader { queue.signal() }
            if !isConnected { limitWait(of: request) }
            if startsSweep { sweep() }
        case .full:
            request.fail(PostgresError(.queueFull, "too many queries are waiting", sql: request.query.sql))
        case .closed:
            request.fail(PostgresError(.closed, "the pool is closed", sql: request.query.sql))
        }
    }

    /// An attempt to connect can hang; the caller need not.
    private func limitWait(of request: ReadRequest) {
        let connectTimeout = connectTimeout
        Task {
            try await Task.sleep(for: connectTimeout)
            request.fail(PostgresError(.connectionUnavailable, "no connection within \(connectTimeout)"))
        }
    }

    /// One task turns away those who waited too long, ten times a second at most, as long as anybody waits.
    private func sweep() {
        let (queue, patience) = (queue, patience)
        Task {
            while let deadline = queue.withLock({ $0.nextDeadline() }) {
                try await Task.sleep(until: max(deadline, .now + .milliseconds(100)), clock: .continuous)
                for request in queue.withLock({ $0.takeOverdue(at: .now) }) {
                    let reason = "no answer within \(patience)"
                    request.fail(PostgresError(.connectionUnavailable, reason, sql: request.query.sql))
                }
            }
        }
    }

    var snapshot: (connected: Int, queued: Int) {
        queue.withLock { ($0.connectedReaders, $0.waiting.count) }
    }

    /// Accepts no more; the threads end once what waits is answered.
    func close() {
        queue.withLock { $0.isClosed = true }
        queue.broadcast()
    }

    /// Ends waiting for the server.
    func abandon() {
        stop.raise()
        let left = queue.withLock { $0.takeAll() }
        for request in left { request.fail(PostgresError(.closed, "the pool was closed")) }
    }

    func ended() async {
        await threads.wait()
    }
}
