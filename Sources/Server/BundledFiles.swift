/// What belongs to the program and is read once: the pages and the specification.
package enum BundledFiles {
    /// Reads them, on several cores where there are some, before the first request needs them. Takes about a second.
    ///
    /// - Throws: What is wrong with the pages, in one line.
    package static func read() async throws {
        async let specification = Specification.current
        try Site.check()
        _ = await specification
    }
}
