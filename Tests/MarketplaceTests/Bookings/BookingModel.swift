import Foundation

/// What the contract says bookings may do, told a second time and replayed over their history: nothing of the program
/// or the database is asked.
struct BookingModel {
    /// A centre of the test: it does one thing.
    struct Centre {
        let benches: Int
        let minutes: Int
        let price_paise: Int64
    }

    struct Line {
        let id: Int64
        let booking: Int64
        let from: String?
        let status: String
        let provider: Int64?
        let start: Date
        let role: String
    }

    struct State: Equatable {
        var status: String
        var provider: Int64?
        var start: Date
        var price_paise: Int64
    }

    private static let steps: [String: [String: Set<String>]] = [
        "held": ["pending": ["system"], "expired": ["system"]],
        "pending": [
            "accepted": ["provider", "dispatcher", "admin"],
            "rejected": ["provider", "dispatcher", "admin", "system"],
            "cancelled": ["customer", "dispatcher", "admin"],
        ],
        "accepted": [
            "in_progress": ["provider", "dispatcher", "admin"], "no_show": ["provider", "dispatcher", "admin"],
            "cancelled": ["customer", "dispatcher", "admin"],
        ],
        "in_progress": ["completed": ["provider", "dispatcher", "admin"]],
    ]
    private static let over: Set<String> = ["rejected", "cancelled", "expired"]

    let centres: [Int64: Centre]
    private(set) var bookings: [Int64: State] = [:]
    private var had: [Int64: Set<Int64>] = [:]

    init(centres: [Int64: Centre]) { self.centres = centres }

    /// Nil: it may be so. Otherwise what is wrong.
    mutating func apply(_ line: Line) -> String? {
        guard let state = bookings[line.booking] else { return begin(line) }
        guard line.from == state.status else { return "it was \(state.status), not \(line.from ?? "nothing")" }
        let wrong =
            line.status == state.status ? changeOfPlace(state, line) : step(state, line)
        guard wrong == nil else { return wrong }
        var next = state
        next.status = line.status
        next.start = line.start
        if line.provider != state.provider {
            next.provider = line.provider
            if let provider = line.provider, let centre = centres[provider] {
                next.price_paise = min(state.price_paise, centre.price_paise)
                had[line.booking, default: []].insert(provider)
            }
        }
        bookings[line.booking] = next
        return crowded(line)
    }

    private mutating func begin(_ line: Line) -> String? {
        guard line.from == nil, ["held", "pending"].contains(line.status), let provider = line.provider,
            let centre = centres[provider]
        else { return "it can't begin so" }
        bookings[line.booking] = State(
            status: line.status, provider: provider, start: line.start, price_paise: centre.price_paise)
        had[line.booking] = [provider]
        return crowded(line)
    }

    private func step(_ state: State, _ line: Line) -> String? {
        guard let actors = Self.steps[state.status]?[line.status] else { return "no step" }
        guard actors.contains(line.role) else { return "no step of the \(line.role)" }
        guard state.provider != nil || Self.over.contains(line.status) else { return "nobody is there to do it" }
        return (state.provider, state.start) == (line.provider, line.start) ? nil : "moved by a step"
    }

    private func changeOfPlace(_ state: State, _ line: Line) -> String? {
        guard ["pending", "accepted"].contains(state.status) else { return "moved while \(state.status)" }
        switch (line.provider != state.provider, line.start != state.start) {
        case (false, true): return line.role == "provider" || line.role == "system" ? "moved by \(line.role)" : nil
        case (true, false):
            guard line.role != "customer" else { return "given away by its customer" }
            // A dispatcher may give it back to a centre that had it.
            guard let provider = line.provider, line.role != "dispatcher" else { return nil }
            return had[line.booking]?.contains(provider) == true ? "went back to a centre that had it" : nil
        case (true, true): return "another centre and another time at once"
        case (false, false): return "a line about nothing"
        }
    }

    /// More at one time than the centre has benches.
    private func crowded(_ line: Line) -> String? {
        guard let provider = line.provider, let centre = centres[provider], !Self.over.contains(line.status) else {
            return nil
        }
        let length = Double(centre.minutes * 60)
        let starts = bookings.values.filter { $0.provider == provider && !Self.over.contains($0.status) }.map(\.start)
        // Wherever most are there, one has just begun.
        let most = starts.map { moment in starts.count { $0 <= moment && moment < $0 + length } }.max() ?? 0
        return most > centre.benches ? "\(most) at once on \(centre.benches) benches" : nil
    }
}
