import Foundation

/// A bar on standard error that is drawn again in place; on a pipe, a line for each step.
struct ProgressBar: Sendable {
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let width = 30

    func show(_ step: String, fraction: Double) {
        let share = min(1, max(0, fraction))
        let percent = String(Int((share * 100).rounded()))
        guard isTerminal else { return write("\(percent) % \(step)\n") }
        let full = Int(share * Double(width))
        let bar = String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
        write("\r\u{1B}[2K\(bar) \(percent) % \(step)" + (share >= 1 ? "\n" : ""))
    }

    private func write(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }
}
