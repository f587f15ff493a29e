import Foundation

extension RazorpayClient {
    /// Asks once, unless the gateway is to be left alone.
    func once<Value: Decodable & Sendable>(
        _ call: RazorpayTransport.Call, as _: Value.Type = Value.self
    ) async throws(GatewayFailure) -> Value {
        guard let permission = await breaker.begin() else {
            throw .unavailable("left alone, since it didn't answer before")
        }
        do throws(GatewayFailure) {
            let value = try await transport.reply(to: call).value(as: Value.self)
            await breaker.end(permission, .answered)
            return value
        } catch {
            let outcome: CircuitBreaker.Outcome =
                !error.isUnavailable ? .answered : Task.isCancelled ? .abandoned : .unavailable
            await breaker.end(permission, outcome)
            throw error
        }
    }

    /// Asks several times, where that does no harm.
    func repeatedly<Value: Decodable & Sendable>(
        _ call: RazorpayTransport.Call, as _: Value.Type = Value.self
    ) async throws(GatewayFailure) -> Value {
        var attempt = 1
        while true {
            do throws(GatewayFailure) {
                return try await once(call)
            } catch {
                guard attempt < configuration.attempts, error.isWorthRepeating, await pause(after: attempt) else {
                    throw error
                }
                attempt += 1
            }
        }
    }

    /// - Returns: False when the task was cancelled meanwhile.
    private func pause(after attempt: Int) async -> Bool {
        let average = configuration.pause * (1 << (attempt - 1))
        // Not all that failed together come again together.
        let pause = average * Double.random(in: 0.5...1.5)
        return (try? await Task.sleep(for: pause)) != nil
    }
}

extension GatewayFailure {
    var isUnavailable: Bool {
        if case .unavailable = self { true } else { false }
    }

    /// A refund that is being made answers 409 to its repetition.
    fileprivate var isWorthRepeating: Bool {
        if case .refused(_, _, 409) = self { true } else { isUnavailable }
    }
}
