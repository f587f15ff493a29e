import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle

/// Brings events to the merchant: at least once, in no order, for up to 24 hours.
struct Courier: Service {
    let events: AsyncStream<Event>
    let book: Book
    let controls: Controls
    let secret: String
    /// Where they go unless the controls say otherwise.
    let standardURL: String?
    let logger: Logger

    func run() async throws {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = .seconds(5)
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                for await event in events {
                    let delivery = await controls.delivery
                    group.addTask { await bring(event, delivery, by: client) }
                    guard Double.random(in: 0..<1) < delivery.doubled else { continue }
                    group.addTask { await bring(event, delivery, by: client) }
                }
            }
        }
        try await client.shutdown()
    }

    /// A task that is cancelled leaves the event to the next start.
    private func bring(_ event: Event, _ delivery: Controls.Delivery, by client: HTTPClient) async {
        guard Double.random(in: 0..<1) >= delivery.dropped else { return await book.end(event.id) }
        do {
            try await Task.sleep(
                for: .milliseconds(delivery.late_ms + Int.random(in: 0...max(0, delivery.shuffled_ms))))
            var pause = Duration.milliseconds(max(1, delivery.retry_ms))
            while Wire.now < event.created_at + 86_400 {
                if try await deliver(event, by: client) { break }
                try await Task.sleep(for: pause)
                pause = min(pause * 2, .seconds(3600))
            }
            await book.end(event.id)
        } catch {
            return
        }
    }

    private func deliver(_ event: Event, by client: HTTPClient) async throws -> Bool {
        while await controls.delivery.paused { try await Task.sleep(for: .milliseconds(50)) }
        guard let url = await controls.delivery.url ?? standardURL else { return false }
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "User-Agent", value: "Razorpay-Webhook/v1")
        request.headers.add(name: "X-Razorpay-Signature", value: Signing.hex(of: event.body, secret: secret))
        request.headers.add(name: "x-razorpay-event-id", value: event.id)
        request.body = .bytes(ByteBuffer(string: event.body))
        let status = try? await answer(to: request, by: client)
        try Task.checkCancellation()
        await book.note(Event.Attempt(at: Wire.now, status: status), of: event.id)
        return (200..<300).contains(status ?? 0)
    }

    private func answer(to request: HTTPClientRequest, by client: HTTPClient) async throws -> Int {
        let response = try await client.execute(request, timeout: .seconds(5))
        // Read, so that the connection can be used again.
        _ = try await response.body.collect(upTo: 1 << 16)
        return Int(response.status.code)
    }
}
