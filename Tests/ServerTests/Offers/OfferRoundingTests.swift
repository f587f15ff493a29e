import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// What is left of a price after a discount is whole rupees, and the difference is told.
@Suite(.server) struct OfferRoundingTests {
    private struct Row: Equatable {
        let total_paise: Int64
        let discount_paise: Int64
        let roundOff_paise: Int64
    }

    private func row(_ booking: Int64) async throws -> Row {
        let (total, discount, roundOff) = try await server.pool.query(
            "SELECT total_paise, discount_paise, round_off_paise FROM bookings WHERE id = \(booking)")[0].decode(
                Int64.self, Int64.self, Int64.self)
        return Row(total_paise: total, discount_paise: discount, roundOff_paise: roundOff)
    }

    @Test func `15 % off 299 rupees leaves 254, and 15 paise that were rounded away`() async throws {
        let centre = try await server.bookableCentre([
            "services": [["service": "thermostat", "price_paise": 29_900, "minutes": 60]]
        ])
        let customer = try await server.person(.customer)
        let offer = try await server.offer(["discount_percent": 15])
        let start = try await server.slots(centre)[0].starts_at
        let reply = try await server.book(
            bookingBody(centre, start, ["offer_code": try #require(offer.code)]), as: customer)
        try #require(reply.status == 201, "\(reply.text)")
        let booking: DiscountedBody = try reply.decode()
        #expect(booking.total_paise == 25_400 && booking.discount_paise == 4_485 && booking.round_off_paise == -15)
        let money = try await server.send(.get, "/api/bookings/\(booking.id)", as: customer)
        #expect(try money.decode(DiscountedBody.self).round_off_paise == -15)
        for language in Language.allCases {
            let words = Site.current[language].words
            let browser = Browser(server, as: customer, choosing: language)
            for path in ["", "/pay"] {
                let page = try await browser.open("/bookings/\(booking.id)\(path)")
                #expect(page.text.contains(words.text("bookings.one.rounding")), "\(path) \(page.text)")
                #expect(page.text.contains("-₹0.15") && page.text.contains("₹254"), "\(path) \(page.text)")
            }
        }
    }

    @Test func `without an offer a price stays to the paisa`() async throws {
        let centre = try await server.bookableCentre([
            "services": [["service": "thermostat", "price_paise": 29_949, "minutes": 60]]
        ])
        let customer = try await server.person(.customer)
        let start = try await server.slots(centre)[0].starts_at
        let reply = try await server.book(bookingBody(centre, start), as: customer)
        let booking: DiscountedBody = try reply.decode()
        #expect(booking.total_paise == 29_949 && booking.discount_paise == 0 && booking.round_off_paise == 0)
        let page = try await Browser(server, as: customer, choosing: .english).open("/bookings/\(booking.id)")
        #expect(!page.text.contains(Site.current[.english].words.text("bookings.one.rounding")))
    }

    @Test func `at another centre it is rounded anew`() async throws {
        let ground = try await BookingGround(server)
        let offer = try await server.offer(["discount_percent": 15])
        let booking = try await ground.booked()
        let refusal = try await server.pool.withTransaction { transaction in
            try await transaction.query("SELECT offer_use(\(offer.id), \(booking))")[0].decode(String?.self)
        }
        #expect(refusal == nil)
        let first = try await row(booking)
        #expect(first == Row(total_paise: 38_300, discount_paise: 6_750, roundOff_paise: 50))
        let cheaper = try await server.openCentre(
            ["services": [["service": "heating_element", "price_paise": 29_900, "minutes": 30]]],
            of: try await server.person(.provider))
        #expect(try await ground.assign(booking, to: cheaper).status == 200)
        let second = try await row(booking)
        #expect(second == Row(total_paise: 25_400, discount_paise: 4_485, roundOff_paise: -15))
    }

    @Test func `no row says otherwise, whoever writes it`() async throws {
        let ground = try await BookingGround(server)
        let offer = try await server.offer(["discount_percent": 15])
        let booking = try await ground.booked()
        let plain = try await ground.booked(at: .tomorrow(12))
        _ = try await server.pool.withTransaction { transaction in
            try await transaction.query("SELECT offer_use(\(offer.id), \(booking))")[0].decode(String?.self)
        }
        for (statement, constraint) in [
            ("total_paise = total_paise - 100", "bookings_total"),
            ("total_paise = total_paise + 1, discount_paise = discount_paise - 1", "bookings_round_off"),
            ("discount_paise = discount_paise + 1", "bookings_total"),
            ("round_off_paise = 150, discount_paise = discount_paise + 100", "bookings_round_off"),
        ] {
            let error = await #expect(throws: PostgresError.self, "\(statement)") {
                try await server.pool.withConnection {
                    try await $0.runScript("UPDATE bookings SET \(statement) WHERE id = \(booking)")
                }
            }
            #expect(error?.constraint == constraint, "\(statement)")
        }
        // Nothing is rounded where no offer takes anything off.
        let error = await #expect(throws: PostgresError.self) {
            try await server.pool.execute("UPDATE bookings SET round_off_paise = 50 WHERE id = \(plain)")
        }
        #expect(error?.constraint == "bookings_round_off")
        let left = try await row(booking)
        #expect(left == Row(total_paise: 38_300, discount_paise: 6_750, roundOff_paise: 50))
    }

    @Test func `any sum is rounded to the rupee by less than one, and never above it`() async throws {
        let wrong = try await server.pool.query(
            """
            SELECT s, d, t FROM (
                SELECT s, d, offer_total(s, d) AS t, s - d AS rest, (s - d + 50) / 100 * 100 AS half_up
                FROM generate_series(0::bigint, 420) AS s, generate_series(0::bigint, 420) AS d WHERE d <= s) AS x
            WHERE t < 0 OR t > s OR abs(t - rest) > 99 OR (d = 0 AND t <> s) OR (d > 0 AND t % 100 <> 0)
                OR (d > 0 AND half_up <= s AND t <> half_up) OR (rest >= 100 AND t < 100)
            LIMIT 5
            """)
        let found: [Int64] = try wrong.map { try $0.column(0) }
        #expect(found == [])
        let known = try await server.pool.query(
            "SELECT offer_total(s, d) FROM (VALUES (29900, 4485), (29970, 1), (29900, 29851), (45000, 44900)) AS v (s, d)"
        ).map { try $0.decode(Int64.self) }
        #expect(known == [25_400, 29_900, 0, 100])
    }
}
