import Marketplace

extension BookingRules {
    init(_ reader: SettingsReader) throws {
        self.init()
        func number(_ key: String, in range: ClosedRange<Int>, default fallback: Int32) throws -> Int32 {
            Int32(try reader.integer(key, in: range, default: Int(fallback)))
        }
        holdMinutes = try number("istri.hold.minutes", in: 1...1440, default: holdMinutes)
        responseMinutes = try number("istri.response.minutes", in: 1...10_080, default: responseMinutes)
        rematches = try number("istri.rematches", in: 0...20, default: rematches)
        freeUntilHours = try number("istri.cancel.free.hours", in: 0...720, default: freeUntilHours)
        lateFee_paise = Int64(
            try reader.integer("istri.late.fee.paise", in: 0...10_000_000, default: Int(lateFee_paise)))
        warrantyDays = try number("istri.warranty.days", in: 0...3650, default: warrantyDays)
        horizonDays = try number("istri.booking.days", in: 1...366, default: horizonDays)
    }
}
