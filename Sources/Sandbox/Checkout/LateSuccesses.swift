import ServiceLifecycle

/// Payments that failed and are authorised after all a little later.
struct LateSuccesses: Service {
    private let book: Book
    private let controls: Controls
    private let ids: AsyncStream<String>
    private let inlet: AsyncStream<String>.Continuation

    init(book: Book, controls: Controls) {
        self.book = book
        self.controls = controls
        (ids, inlet) = AsyncStream.makeStream(of: String.self)
    }

    func expect(_ paymentID: String) { inlet.yield(paymentID) }

    func run() async {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                for await id in ids {
                    let wait = await controls.behaviour.late_success_ms
                    group.addTask {
                        try? await Task.sleep(for: .milliseconds(wait))
                        // Also when there is no time to wait for it: what was promised must be in the book.
                        _ = try? await book.succeedLate(id)
                    }
                }
            }
        }
    }
}
