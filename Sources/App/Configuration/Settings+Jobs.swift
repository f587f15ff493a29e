extension Settings {
    struct Jobs: Sendable {
        /// How many jobs may run at the same time inside `serve`; 0 leaves them to `istri work`.
        var workersInServe: Int
        /// How long the jobs of a process that died wait before others take them.
        var lease: Duration

        static func read(from reader: SettingsReader) throws -> Jobs {
            Jobs(
                workersInServe: try reader.integer("istri.workers", in: 0...256, default: 4),
                lease: .seconds(try reader.integer("istri.job.lease.seconds", in: 1...3600, default: 30)))
        }
    }
}
