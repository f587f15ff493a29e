import Marketplace

/// A centre's calendar minute by minute, as slow and as plain as can be: what `booking_starts` and
/// `booking_free_starts` are held against. Minutes are counted from a Monday's midnight in Asia/Kolkata; what is before
/// is negative.
struct NaiveCalendar {
    struct Resource {
        var isRetired = false
        var unavailable: [Range<Int>] = []
        /// What active bookings take, buffers included.
        var taken: [Range<Int>] = []
    }

    var week: [Range<Int>]
    var closures: [Range<Int>]
    var slotMinutes: Int
    var buffer: Int
    var resources: [Resource]

    func isOpen(_ minute: Int) -> Bool {
        let ofWeek = ((minute % 10_080) + 10_080) % 10_080
        return week.contains { $0.contains(ofWeek) } && !closures.contains { $0.contains(minute) }
    }

    var neverCloses: Bool { week.reduce(0) { $0 + $1.count } == 10_080 }

    private func begins(_ minute: Int) -> Bool {
        isOpen(minute) && (!isOpen(minute - 1) || neverCloses && minute % 10_080 == 0)
    }

    /// Starts within the window at which a repair could begin, and how many resources are free.
    func starts(_ minutes: Int, in window: Range<Int>, now: Int) -> [(start: Int, free: Int)] {
        var found: [(Int, Int)] = []
        var opened: Int?
        for minute in (window.lowerBound - 2 * 10_080)..<window.upperBound {
            if begins(minute) { opened = minute } else if !isOpen(minute) { opened = nil }
            guard let opened, window.contains(minute), minute >= now, (minute - opened) % slotMinutes == 0,
                (minute..<minute + minutes).allSatisfy(isOpen)
            else { continue }
            let wanted = minute..<minute + minutes + buffer
            found.append(
                (
                    minute,
                    resources.count { resource in
                        !resource.isRetired
                            && !(resource.unavailable + resource.taken).contains { $0.overlaps(wanted) }
                    }
                ))
        }
        return found
    }
}

extension NaiveCalendar {
    /// Centres of all kinds: those that never close, that work over midnight or the week's end, with short hours, with
    /// closures that begin and end anywhere.
    static func random(_ generator: inout PCG64) -> NaiveCalendar {
        let weeks: [[Range<Int>]] = [
            [0..<10_080],
            // Monday to Saturday, with lunch.
            each(540..<810, onDays: 6) + each(870..<1200, onDays: 6),
            // Each evening, over midnight, Sunday's into Monday.
            each(1200..<1560, onDays: 6) + [0..<120, 9840..<10_080],
            // From Saturday noon, through the week's end.
            [0..<700, 7920..<10_080],
            // All but a quarter of an hour.
            [0..<6003, 6018..<10_080],
            [],
        ]
        let closures = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
            let begin = Int.random(in: -3000...14_000, using: &generator)
            return begin..<begin + Int.random(in: 7...4000, using: &generator)
        }
        return NaiveCalendar(
            week: weeks.randomElement(using: &generator) ?? [], closures: closures,
            slotMinutes: [5, 11, 30, 45, 240].randomElement(using: &generator) ?? 30,
            buffer: [0, 10, 30, 240].randomElement(using: &generator) ?? 0,
            resources: (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                Resource(
                    isRetired: Int.random(in: 0..<5, using: &generator) == 0,
                    unavailable: apart(&generator, upTo: 2), taken: apart(&generator, upTo: 12))
            })
    }

    private static func each(_ time: Range<Int>, onDays days: Int) -> [Range<Int>] {
        (0..<days).map { day in
            let midnight = day * 1440
            return midnight + time.lowerBound..<midnight + time.upperBound
        }
    }

    /// Times that don't overlap.
    private static func apart(_ generator: inout PCG64, upTo most: Int) -> [Range<Int>] {
        var times: [Range<Int>] = []
        for _ in 0..<Int.random(in: 0...most, using: &generator) {
            let begin = Int.random(in: -500...12_000, using: &generator)
            let time = begin..<begin + Int.random(in: 20...300, using: &generator)
            if !times.contains(where: { $0.overlaps(time) }) { times.append(time) }
        }
        return times
    }
}
