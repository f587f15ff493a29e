import CLibpq
import Glibc

extension Session {
    /// The running command's next result, `nil` at its end. Blocks until the server has sent it.
    func nextResult() throws(PostgresError) -> ResultHandle? {
        try flush()
        while PQisBusy(connection) == 1 {
            try wait(for: POLLIN)
        }
        guard let result = PQgetResult(connection) else { return nil }
        return ResultHandle(owning: result)
    }

    /// Blocks until the server has taken everything that was queued, reading meanwhile what it has to say: else both
    /// sides could wait for each other with full buffers.
    func flush() throws(PostgresError) {
        while true {
            switch PQflush(connection) {
            case 0: return
            case 1: try wait(for: POLLIN | POLLOUT)
            default: throw lost()
            }
        }
    }

    func wait(for events: Int32) throws(PostgresError) {
        var begin = ContinuousClock.now
        var limit = silenceLimit
        var isCancelled = false
        while try !poll(events, milliseconds: 200) {
            if stop.isRaised { throw silent("the pool was closed") }
            if !isCancelled, let call, call.isCancelled {
                (isCancelled, begin, limit) = (true, .now, .seconds(10))
            }
            if let limit, begin.duration(to: .now) > limit { throw silent("the server was silent for \(limit)") }
        }
    }

    private func silent(_ reason: String) -> PostgresError {
        isAbandoned = true
        return PostgresError(.connectionLost, reason)
    }

    /// Whether the server still holds its end. Sends nothing, and costs one system call if nothing has arrived.
    func isAlive() -> Bool {
        if isBroken { return false }
        do throws(PostgresError) {
            // The server's parting words may come before the end itself.
            while try poll(POLLIN, milliseconds: 0) {}
            return !isBroken
        } catch {
            return false
        }
    }

    /// Whether the socket was ready in time; takes in what has arrived.
    private func poll(_ events: Int32, milliseconds: Int32) throws(PostgresError) -> Bool {
        var descriptor = pollfd(fd: PQsocket(connection), events: Int16(events), revents: 0)
        let ready = Glibc.poll(&descriptor, 1, milliseconds)
        guard ready > 0 else {
            guard ready == 0 || errno == EINTR else { throw lost() }
            return false
        }
        if Int32(descriptor.revents) & ~POLLOUT != 0, PQconsumeInput(connection) == 0 { throw lost() }
        return true
    }
}
