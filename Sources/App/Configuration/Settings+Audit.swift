extension Settings {
    struct Audit: Sendable {
        /// How long lines of the audit are kept, in days; never less than the law in force says.
        var days: Int

        static func read(from reader: SettingsReader) throws -> Audit {
            Audit(days: try reader.integer("istri.audit.days", in: 1...36_500, default: 365))
        }
    }
}
