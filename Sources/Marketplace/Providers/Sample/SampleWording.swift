/// Names, addresses and numbers of sample centres: plainly made up, and nobody's.
enum SampleWording {
    private static let trades = ["Iron Works", "Iron Box Repair", "Iron Care", "Steam Iron Service"]

    /// "Sample Iron Works 0007, Ambattur".
    static func name(number: Int, place: String, using generator: inout some RandomNumberGenerator) -> String {
        "Sample \(trades[generator.below(trades.count)]) \(padded(number, to: 4)), \(place)"
    }

    /// The same name as a second registration writes it: "Sample Iron Works 0007 (Ambattur)".
    static func varied(name: String) -> String {
        guard let comma = name.firstIndex(of: ",") else { return name }
        return "\(name[..<comma]) (\(name[comma...].dropFirst(2)))"
    }

    static func address(number: Int, place: String, city: String, district: String, pincode: Int32) -> String {
        var parts = ["\(number) Sample Street", place]
        if city != place { parts.append(city) }
        if district != city { parts.append(district) }
        return parts.joined(separator: ", ") + " \(pincode)"
    }

    /// India reserves no numbers for fiction. +91 612 is Patna's area code, a subscriber's number there never
    /// begins with 0, and no mobile series begins with 6120: so +91 6120 nnnnnn rings at nobody's.
    static func phone(number: Int) -> String {
        "+916120\(padded(number % 1_000_000, to: 6))"
    }

    private static func padded(_ number: Int, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
