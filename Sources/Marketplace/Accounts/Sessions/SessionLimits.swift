/// When sessions end by themselves. A session keeps the limits it began with.
package struct SessionLimits: Sendable, Equatable {
    /// So long without a request.
    package var idle: Duration
    /// So long after signing in, whatever happens.
    package var absolute: Duration
    /// Most sessions that one person may have at a time; one more ends the oldest.
    package var count: Int

    package init(
        idle: Duration = SignedInUser.idleLimit, absolute: Duration = .seconds(60 * 86_400), count: Int = 50
    ) {
        self.idle = idle
        self.absolute = absolute
        self.count = count
    }
}
