import Foundation
import Marketplace
import Matching

/// Numbers, money, places and times as people in Tamil Nadu write them, in one language.
struct Formats: Sendable {
    let words: Words

    init(_ words: Words) { self.words = words }

    var language: Language { words.language }

    /// Lakhs and crores are grouped as India does: 12,34,567. Digits are Latin ones in both languages.
    func number(_ number: Int64) -> String { number.formatted(.number.locale(Self.india)) }

    func number(_ number: Int) -> String { self.number(Int64(number)) }

    /// - Parameter digits: At most so many behind the point.
    func number(_ number: Double, digits: Int) -> String {
        number.formatted(.number.precision(.fractionLength(0...digits)).locale(Self.india))
    }

    /// - Parameter share: From 0 to 1; one digit behind the point at most.
    func percent(_ share: Double) -> String { number(share * 100, digits: 1) + "%" }

    /// `₹1,23,456.50`, and `₹450` where there are no paise.
    func rupees(paise: Int64) -> String {
        let (rupees, rest) = paise.magnitude.quotientAndRemainder(dividingBy: 100)
        let fraction = rest == 0 ? "" : "." + (rest < 10 ? "0" : "") + String(rest)
        return (paise < 0 ? "-₹" : "₹") + number(Int64(rupees)) + fraction
    }

    /// Below a kilometre to 10 m, below 100 km to 100 m, beyond that to the kilometre: what a traveller can use.
    func distance(_ distance_m: Double) -> String {
        let tens = (distance_m / 10).rounded() * 10
        if tens < 1000 { return words.text("frame.distance.m", ["number": number(tens, digits: 0)]) }
        let kilometres = number(distance_m / 1000, digits: distance_m < 99_950 ? 1 : 0)
        return words.text("frame.distance.km", ["number": kilometres])
    }

    /// `98765 43210` and `044-2345 6789` are what people dial; a number of E.164 otherwise stays as it is.
    func phone(_ number: String) -> String { IndianPhone.text(number) }

    static let india = Locale(identifier: "en_IN")

    var locale: Locale { language == .tamil ? Self.tamil : Self.india }

    private static let tamil = Locale(identifier: "ta_IN")
}

/// Phone numbers as India writes them.
enum IndianPhone {
    /// A landline with its area code, any other in two halves.
    ///
    /// - Parameter number: In E.164, as it is stored.
    static func text(_ number: String) -> String {
        guard number.hasPrefix("+91"), number.utf8.count == 13 else { return number }
        let national = number.dropFirst(3)
        guard national.hasPrefix("4") else { return "\(national.prefix(5)) \(national.suffix(5))" }
        let areaCode = national.prefix(national.hasPrefix("44") ? 2 : shortCodes.contains(national.prefix(3)) ? 3 : 4)
        let rest = national.dropFirst(areaCode.count)
        return "0\(areaCode)-\(rest.dropLast(4)) \(rest.suffix(4))"
    }

    /// Area codes of three digits in Tamil Nadu and Puducherry; Chennai's has two, all others have four.
    private static let shortCodes: Set<Substring> = [
        "413", "416", "421", "422", "423", "424", "427", "431", "435", "451", "452", "461", "462",
    ]
}
