import Marketplace
import Testing

@testable import Server

@Suite(.server) struct ReadingPagesTests {
    @Test(arguments: Language.allCases) func `what is to be read is there in both languages`(language: Language)
        async throws
    {
        let words = Site.current[language].words
        for (path, key) in [
            ("/help", "help.title"), ("/privacy", "privacy.title"), ("/terms", "terms.title"),
            ("/help/customer", "help.customer.title"), ("/help/provider", "help.provider.title"),
            ("/help/dispatcher", "help.dispatcher.title"), ("/help/admin", "help.admin.title"),
        ] {
            let page = try await Browser(server, language: language.rawValue).open(path)
            #expect(page.status == 200 && page.title.hasPrefix(words.text(key)), "\(path)")
            #expect(page.html.matches(of: /<h1/).count == 1 && !page.html.contains("{{"), "\(path)")
        }
    }

    /// What the notice promises is what the program does.
    @Test func `the notice names the times for which things are kept`() async throws {
        let page = try await Browser(server).open("/privacy")
        #expect(page.text.contains("400 days") && page.text.contains("for a year at most"))
        #expect(page.text.contains("14 days") && SignedInUser.idleLimit == .seconds(14 * 86_400))
    }

    @Test(arguments: Language.allCases) func `the terms name the figures by which bookings work here`(
        language: Language
    ) async throws {
        let words = Site.current[language].words
        var rules = BookingRules()
        (rules.responseMinutes, rules.holdMinutes, rules.freeUntilHours) = (47, 19, 13)
        (rules.lateFee_paise, rules.warrantyDays) = (7_550, 41)
        let set = BookingTerms(rules: rules, takesPayments: true, words: words).model
        for (name, figures) in [
            ("answer", ["47"]), ("pay_first", ["19"]), ("change", ["13", "₹75.50"]), ("warranty", ["41"]),
        ] {
            let text = try #require(set[name] as? String)
            #expect(figures.allSatisfy { text.contains($0) } && !text.contains("{{"), "\(text)")
        }
        rules.freeUntilHours = 0
        let late = BookingTerms(rules: rules, takesPayments: true, words: words).model["change"] as? String
        #expect(late?.contains(words.text("terms.begin")) == true)

        let page = try await Browser(server, language: language.rawValue).open("/terms")
        let usual = BookingTerms(rules: BookingRules(), takesPayments: false, words: words).model
        for name in ["answer", "change", "warranty"] {
            let text = try #require(usual[name] as? String)
            #expect(page.text.contains(text), "\(name)")
        }
        // Nothing is said of what there isn't: online payments, and a fee.
        #expect(usual["pay_first"] == nil && !page.text.contains(words.text("terms.refund_online")))
        #expect(!page.text.contains(words.text("terms.late_fee")))
    }

    @Test(arguments: Language.allCases) func `where nobody is named to turn to, the pages say so`(language: Language)
        async throws
    {
        let said = Site.current[language].words.text("frame.operator.unnamed")
        for path in ["/privacy", "/terms", "/"] {
            let page = try await Browser(server, language: language.rawValue).open(path)
            #expect(page.text.ranges(of: said).count == (path == "/" ? 1 : 2), "\(path)")
        }
    }

    @Test(arguments: [
        ("care@example.org", "mailto:care@example.org", "care@example.org"),
        ("044-2345 6789", "tel:+914423456789", "044-2345 6789"),
    ])
    func `the operator is named with a way to reach them`(contact: String, href: String, shown: String) async throws {
        var settings = NodeSettings()
        settings.operatorContact = OperatorContact(name: "<b>Iron & Sons", contact: contact)
        try await withServer(settings) { server in
            for (path, count) in [("/privacy", 2), ("/terms", 2), ("/", 1), ("/nothing", 1)] {
                let page = try await Browser(server).open(path)
                #expect(page.html.ranges(of: "href=\"\(href)\">\(shown)</a>").count == count, "\(path)")
                #expect(page.text.contains("<b>Iron & Sons") && !page.html.contains("<b>Iron"))
            }
        }
    }
}
