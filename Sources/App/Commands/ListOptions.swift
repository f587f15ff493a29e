import ArgumentParser

/// What each list of rows takes.
struct ListOptions: ParsableArguments {
    @Option(help: "How many at most (1 to 1000).")
    var limit = 100

    @Flag(help: "Print JSON instead of a table.")
    var json = false

    func validate() throws {
        guard (1...1000).contains(limit) else { throw ValidationError("--limit must be from 1 to 1000.") }
    }
}
