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
}
