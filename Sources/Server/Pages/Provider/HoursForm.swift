import Foundation
import Marketplace
import Matching

/// A week's opening hours as a form: for each day a first and a second time, which may go on past midnight.
enum HoursForm {
    /// Times of one day that can be told.
    private static let timesLimit = 10
    /// In minutes since midnight: what closes before this has gone on past midnight.
    private static let lastNight: Int32 = 360

    /// What is wrong with it the form then has noted.
    static func read(_ form: inout FormReader, _ body: FormBody) -> WeeklyHours {
        var taken: [Range<Int32>] = []
        for weekday in 1...7 {
            for time in 0..<timesLimit {
                let name = name(weekday, time)
                guard let minutes = minutes(name, &form, body) else { continue }
                let start = Int32(weekday - 1) * 1440
                let ranges = withinWeek(start + minutes.lowerBound..<start + minutes.upperBound)
                guard !ranges.contains(where: { range in taken.contains { $0.overlaps(range) } }) else {
                    form.note("\(name).opens", "overlaps")
                    continue
                }
                taken += ranges
            }
        }
        return WeeklyHours(uniting: taken)
    }

    /// As if their owner had typed them.
    static func typed(_ hours: WeeklyHours) -> FormBody {
        FormBody(
            zip(1...7, Formats.days(hours)).flatMap { weekday, ranges in
                ranges.enumerated().flatMap { time, range in
                    [
                        FormBody.Field(name: "\(name(weekday, time)).opens", value: clock(range.lowerBound)),
                        FormBody.Field(name: "\(name(weekday, time)).closes", value: clock(range.upperBound)),
                    ]
                }
            })
    }

    /// What its fields are called, by their names.
    static func labels(_ words: Words) -> [(name: String, label: String)] {
        let formats = Formats(words)
        var labels: [(name: String, label: String)] = []
        for weekday in 1...7 {
            let day = formats.weekday(weekday)
            for time in 0..<timesLimit {
                for end in ["opens", "closes"] {
                    let label = words.text("provider.hours.\(end)")
                    labels.append((name: "\(name(weekday, time)).\(end)", label: "\(day): \(label)"))
                }
            }
        }
        return labels
    }

    /// `first` has a row for each day; `more` has second times, and those after them where there are any.
    static func model(_ view: FormView) -> [String: Any] {
        let formats = Formats(view.words)
        func row(_ weekday: Int, _ time: Int) -> [String: Any] {
            let name = name(weekday, time)
            return [
                "day": formats.weekday(weekday), "opens": view.field("\(name).opens"),
                "closes": view.field("\(name).closes"),
            ]
        }
        let more = (1...7).flatMap { weekday in
            (1..<timesLimit).filter { $0 == 1 || view.typed.has("\(name(weekday, $0)).opens") }.map { (weekday, $0) }
        }
        let hasMore = more.contains { !view.typed["\(name($0, $1)).opens"].isEmpty }
        return ["first": (1...7).map { row($0, 0) }, "more": more.map { row($0.0, $0.1) }, "has_more": hasMore]
    }

    private static func name(_ weekday: Int, _ time: Int) -> String { "hours[\(weekday * timesLimit + time)]" }

    /// Since the day's midnight, past the next one perhaps; nil when the day has no such time, or a wrong one.
    private static func minutes(_ name: String, _ form: inout FormReader, _ body: FormBody) -> Range<Int32>? {
        let typed = ["opens", "closes"].map { body["\(name).\($0)"].trimmingCharacters(in: .whitespaces) }
        guard typed.contains(where: { !$0.isEmpty }) else { return nil }
        let times = typed.map(minute)
        for (field, text, time) in [("opens", typed[0], times[0]), ("closes", typed[1], times[1])] where time == nil {
            form.note("\(name).\(field)", text.isEmpty ? "missing" : "wrong")
        }
        guard let opens = times[0], let closes = times[1] else { return nil }
        if opens < closes { return opens..<closes }
        guard closes <= lastNight, closes != opens || opens == 0 else {
            form.note("\(name).closes", "order")
            return nil
        }
        return opens..<closes + 1440
    }

    /// What goes on past Sunday's midnight is Monday's.
    private static func withinWeek(_ range: Range<Int32>) -> [Range<Int32>] {
        guard range.upperBound > WeeklyHours.minutesPerWeek else { return [range] }
        return [range.lowerBound..<WeeklyHours.minutesPerWeek, 0..<range.upperBound - WeeklyHours.minutesPerWeek]
    }

    private static func minute(_ text: String) -> Int32? {
        guard let match = text.wholeMatch(of: /([0-9]{1,2}):([0-9]{2})/), let hour = Int32(match.1),
            let minute = Int32(match.2), minute < 60
        else { return nil }
        if hour == 24, minute == 0 { return 0 }
        return hour < 24 ? hour * 60 + minute : nil
    }

    private static func clock(_ minute: Int32) -> String {
        let minute = minute % 1440
        return String(format: "%02d:%02d", minute / 60, minute % 60)
    }
}
