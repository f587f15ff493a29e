import Foundation

@testable import Server

extension WebPage {
    /// The text of each row of the page's tables' bodies.
    var rows: [String] {
        html.matches(of: /<tbody>(.*?)<\/tbody>/.dotMatchesNewlines()).flatMap { body in
            body.1.matches(of: /<tr[^>]*>(.*?)<\/tr>/.dotMatchesNewlines()).map { row in
                WebForm.plain(String(row.1).replacing(/<[^>]*>/, with: " ").replacing(/\s+/, with: " "))
            }
        }
    }

    /// The addresses of the page's links that begin so, without repetitions.
    func links(_ beginning: String) -> [String] {
        var seen: Set<String> = []
        return html.matches(of: /<a[^>]*href="([^"]*)"/).map { WebForm.plain(String($0.1)) }
            .filter { $0.hasPrefix(beginning) && seen.insert($0).inserted }
    }

    /// The link to the next page of a list.
    var next: String? { html.firstMatch(of: /rel="next" href="([^"]*)"/).map { WebForm.plain(String($0.1)) } }
}
