import Server

extension Settings {
    /// How requests reach the server, and what it tells of them.
    struct Transport: Sendable {
        var limits = TransportLimits()
        /// Whether the number of connections was asked for, or is ours to lower.
        var isConnectionLimitGiven = false
        /// Both or neither; with them the server speaks TLS.
        var certificateFile: String?
        var keyFile: String?
        /// Running requests get this long to end when the server is told to stop.
        var stopTime: Duration = .seconds(20)
        var metricsHost = "127.0.0.1"
        /// Nil: no metrics.
        var metricsPort: Int?
        var requestLogging = RequestLogging.changes

        init() {}

        init(_ reader: SettingsReader) throws {
            certificateFile = try reader.text("istri.tls.certificate")
            keyFile = try reader.text("istri.tls.key")
            guard (certificateFile == nil) == (keyFile == nil) else {
                throw Refusal("ISTRI_TLS_CERTIFICATE and ISTRI_TLS_KEY belong together: set both or neither.")
            }
            limits = try Self.limits(reader)
            isConnectionLimitGiven = try reader.text("istri.max.connections") != nil
            stopTime = .seconds(try reader.integer("istri.stop.seconds", in: 1...600, default: 20))
            metricsHost = try reader.host("istri.metrics.host", default: metricsHost)
            let port = try reader.integer("istri.metrics.port", in: 0...65535, default: 0)
            metricsPort = port == 0 ? nil : port
            requestLogging = try reader.choice("istri.log.requests", default: .changes)
        }

        private static func limits(_ reader: SettingsReader) throws -> TransportLimits {
            var limits = TransportLimits()
            limits.headerBytes = try reader.integer("istri.max.header.bytes", in: 4096...1 << 20, default: 32 << 10)
            limits.headerCount = try reader.integer("istri.max.headers", in: 10...1000, default: 100)
            limits.requestTime = .seconds(try reader.integer("istri.request.seconds", in: 1...600, default: 10))
            limits.bytesPerSecond = try reader.integer("istri.min.bytes.per.second", in: 1...1 << 20, default: 1024)
            limits.idleTime = .seconds(try reader.integer("istri.idle.seconds", in: 1...3600, default: 60))
            limits.connections = try reader.integer("istri.max.connections", in: 10...100_000, default: 8192)
            return limits
        }
    }
}
