import Foundation
import Marketplace
import Postgres
import Testing

@testable import Server

extension WebPage {
    func link(_ beginning: String, _ part: String = "") throws -> String {
        try #require(
            links(beginning).first { part.isEmpty || $0.contains(part) },
            "no link to \(beginning) on \(address), status \(status)")
    }
}

extension TestServer {
    func bookings(of customer: Person) async throws -> Int {
        try await pool.query("SELECT count(*) FROM bookings WHERE customer_id = \(customer.id)")[0].decode(Int.self)
    }
}

extension BookingGround {
    func browser(_ person: Person, choosing language: Language = .english) -> Browser {
        Browser(server, as: person, choosing: language)
    }

    /// Through the first two steps, to the last with the first free time of tomorrow or later.
    func lastStep(_ browser: Browser, skipping count: Int = 0) async throws -> WebPage {
        let day = CalendarDay(of: .tomorrow(12)).text
        let what = try await browser.open("/centres/\(centre)/book")
        let form = try what.form("/centres/\(centre)/book/time")
        let times = try await browser.submit(form, ["service": "heating_element", "day": day])
        let starts = times.links("/centres/\(centre)/book/confirm")
        try #require(starts.count > count, "no free time on \(times.address): \(times.text)")
        return try await browser.open(starts[count])
    }
}

extension WebPage {
    /// The one form of the last step.
    func confirmation() throws -> WebForm {
        let form = WebForm.all(in: html).first { $0.action.contains("/book/confirm") }
        return try #require(form, "no form on \(address), status \(status): \(text)")
    }
}
