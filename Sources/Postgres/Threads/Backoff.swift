/// How long to wait before the next attempt to connect: twice as long each time, with some chance in it so that many
/// clients don't come back in step.
struct Backoff {
    private static let first = Duration.milliseconds(50)
    private static let longest = Duration.seconds(1)
    private var next = first

    mutating func pause() -> Duration {
        defer { next = min(next * 2, Self.longest) }
        return next * Double.random(in: 0.75...1)
    }

    mutating func reset() {
        next = Self.first
    }
}
