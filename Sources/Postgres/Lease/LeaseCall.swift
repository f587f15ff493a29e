/// One call on a leased connection, and its cancellation by the task that waits for it.
///
/// A cancel request hits whatever the backend runs when it arrives. Therefore the connection's thread does not go on
/// while the request for this call is on its way.
final class LeaseCall: Sendable {
    private enum State {
        case waiting
        case running(CancelRequest?)
        case cancelling
        case cancelled
        case ended
    }

    private let state = Monitor(State.waiting)

    /// From any thread; returns at once.
    func cancel() {
        let request = state.withLock { state -> CancelRequest? in
            switch state {
            case .waiting:
                state = .cancelled
                return nil
            case .running(let request):
                state = request == nil ? .cancelled : .cancelling
                return request
            case .cancelling, .cancelled, .ended:
                return nil
            }
        }
        guard let request else { return }
        do throws(PostgresError) {
            try WorkerThread.start(name: "pg-cancel") { [self] in
                request.send()
                requestIsThrough()
            }
        } catch {
            requestIsThrough()
        }
    }

    private func requestIsThrough() {
        state.withLock { $0 = .cancelled }
        state.broadcast()
    }

    /// `false` if there is nothing to do any more.
    func begin(_ request: CancelRequest?) -> Bool {
        state.withLock { state in
            guard case .waiting = state else { return false }
            state = .running(request)
            return true
        }
    }

    /// `false` if a cancel request is still on its way and may yet hit another statement of the connection.
    func end() -> Bool {
        let isThrough: Void? = state.wait(timeout: .seconds(10)) { state in
            switch state {
            case .cancelling: return nil
            case .cancelled: return ()
            case .waiting, .running, .ended:
                state = .ended
                return ()
            }
        }
        return isThrough != nil
    }

    var isCancelled: Bool {
        state.withLock { state in
            switch state {
            case .cancelling, .cancelled: true
            case .waiting, .running, .ended: false
            }
        }
    }
}
