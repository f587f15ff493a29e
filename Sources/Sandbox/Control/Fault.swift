/// Something that goes wrong with answers of the API.
struct Fault: Codable, Sendable {
    enum Kind: String, Codable, Sendable {
        /// The right answer after `seconds`.
        case slow
        /// 500 with an error as the gateway has it.
        case error
        /// 502 with a page, as from a proxy in front of it.
        case html
        /// 200 with a page.
        case html_ok
        /// No answer within `seconds`.
        case timeout
    }

    /// Whether what was asked happens all the same.
    enum When: String, Codable, Sendable {
        case before, after
    }

    let kind: Kind
    var when: When? = .before
    /// Of how many requests.
    var count = 1
    /// Begin of the path, as in `/v1/payments`; nil: any.
    var path: String?
    var method: String?
    var seconds: Double? = 2

    func concerns(path: String, method: String) -> Bool {
        path.hasPrefix(self.path ?? "") && (self.method == nil || self.method == method)
    }
}
