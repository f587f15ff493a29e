import Logging

/// One pipelined connection and the thread that works it: takes what waits in the shared queue, sends it as a batch,
/// resumes the callers, and starts over.
final class Reader {
    private let queue: Monitor<ReadQueue>
    private let settings: SessionSettings
    /// Under which the queue knows what this reader has taken.
    private let index: Int
    private let stop: StopSignal
    private var backoff = Backoff()
    /// Reads whose connection was lost under them. Each is tried once more and alone, so that one which kills its
    /// backend takes nobody with it.
    private var orphans: [ReadRequest] = []
    /// The connection may have died meanwhile.
    private var hasSlept = false

    init(_ index: Int, queue: Monitor<ReadQueue>, settings: SessionSettings, stop: StopSignal) {
        self.index = index
        self.queue = queue
        self.settings = settings
        self.stop = stop
    }

    /// Returns when the queue is closed and empty.
    func run() {
        var isOpen = true
        while isOpen {
            do throws(PostgresError) {
                let session = try Session(connecting: settings, stop: stop)
                try session.enterPipelineMode()
                backoff.reset()
                isOpen = serve(session)
            } catch {
                isOpen = waitAfterFailedConnect(error)
            }
        }
    }

    /// `false` when there is nothing more to do, `true` when the connection was lost.
    private func serve(_ session: Session) -> Bool {
        queue.withLock { $0.connectedReaders += 1 }
        defer { queue.withLock { $0.connectedReaders -= 1 } }
        while let batch = nextBatch() {
            // Found dead before anything was sent, it costs nobody the one attempt that a loss leaves him.
            guard !hasSlept || session.isAlive() else {
                orphans = batch
                return true
            }
            do throws(PostgresError) {
                try session.answer(batch)
            } catch {
                settings.logger.warning("A reading connection was lost", metadata: ["error": "\(error)"])
                adopt(batch, after: error)
                return true
            }
        }
        return false
    }

    /// Sleeps until there is something to read; `nil` when the queue is closed and empty.
    private func nextBatch() -> [ReadRequest]? {
        hasSlept = false
        if !orphans.isEmpty { return [orphans.removeFirst()] }
        return queue.wait { queue -> [ReadRequest]?? in
            if hasSlept { queue.idleReaders -= 1 }
            if let batch = queue.takeBatch() {
                queue.underway[index] = batch
                return .some(batch)
            }
            queue.underway[index] = nil
            if queue.isClosed { return .some(nil) }
            queue.idleReaders += 1
            hasSlept = true
            return nil
        } ?? nil
    }

    private func adopt(_ batch: [ReadRequest], after error: PostgresError) {
        for request in batch where !request.hasEnded {
            if error.code != .unsupported, request.surviveLoss() {
                orphans.append(request)
            } else {
                request.fail(error)
            }
        }
    }

    /// Nobody waits for a second attempt: without any reader, callers learn at once that there is no database.
    private func waitAfterFailedConnect(_ error: PostgresError) -> Bool {
        settings.logger.warning("No reading connection", metadata: ["error": "\(error)"])
        let forsaken = queue.withLock { queue in
            guard queue.connectedReaders == 0 else {
                queue.putBack(orphans)
                return [ReadRequest]()
            }
            return orphans + queue.takeAll()
        }
        orphans = []
        if forsaken.isEmpty { queue.signal() }
        for request in forsaken { request.fail(error) }
        let isClosed = queue.wait(timeout: backoff.pause()) { $0.isClosed ? true : nil }
        return isClosed == nil
    }
}
