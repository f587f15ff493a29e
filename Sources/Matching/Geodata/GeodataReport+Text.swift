extension GeodataReport: CustomStringConvertible {
    /// Counts by reason, the broken lines and the pincodes that are guesses, for a terminal.
    package var description: String {
        var lines = ["\(offices.read) offices:"]
        lines += counts(offices.byStatus)
        lines.append("\(pincodes.placed) pincodes in \(districts) districts, \(cells) cells:")
        lines += counts(pincodes.byQuality)
        if let estimated = pincodes.lists["estimated"] {
            lines.append("estimated from their neighbours: " + estimated.map(String.init).joined(separator: " "))
        }
        if !brokenLines.isEmpty {
            lines.append("\(brokenLines.count) lines could not be used:")
            lines += brokenLines.map { "  \($0.file):\($0.lineNumber): \($0.reason): \($0.line.prefix(80))" }
        }
        return lines.joined(separator: "\n")
    }

    /// The most frequent first; of equals the first by name.
    private func counts(_ counts: [String: Int]) -> [String] {
        counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { name, count in
            let number = String(count)
            return String(repeating: " ", count: max(0, 8 - number.count)) + number + "  " + name.words
        }
    }
}

extension String {
    /// `dropped:outside_named_district` as people write it.
    fileprivate var words: String {
        String(map { $0 == "_" ? " " : $0 }).split(separator: ":").joined(separator: ": ")
    }
}
