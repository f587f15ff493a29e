import HTTPTypes
import Hummingbird

/// From where and over what a request comes, before anybody looks at what it asks.
enum RequestOrigin {
    /// - Parameters:
    ///   - isSecure: Whether the client reached us by https.
    ///   - isLocal: Whether it sits on this machine, as far as its address tells. The header Host alone doesn't: a proxy
    ///     may put our own address there.
    /// - Throws: `Problem` 400 `bad_host`; 403 `https_required` for credentials or changes over plain http from
    ///   elsewhere than this machine; 403 `cross_site` for a change that another site had a browser send.
    static func check(_ request: Request, isSecure: Bool, isLocal: Bool) throws {
        guard let host = RequestHost(request) else {
            throw Problem(.badRequest, "bad_host", "The header Host must name one host, with its port if need be.")
        }
        let changes = !request.method.isSafe
        if !isSecure, !(isLocal && host.isLoopback), changes || request.bringsCredentials { throw httpsRequired }
        if changes, request.headers[.secFetchSite] == "cross-site", request.headers[.cookie] != nil {
            throw Problem(.forbidden, "cross_site", "Another site may not change anything here in your name.")
        }
    }

    private static var httpsRequired: Problem {
        Problem(
            .forbidden, "https_required",
            "Signing in, credentials and changes need https: over plain http others on the network can read along.")
    }
}

extension HTTPRequest.Method {
    /// Changes nothing, by RFC 9110.
    var isSafe: Bool {
        switch self {
        case .get, .head, .options, .trace: true
        default: false
        }
    }
}

extension Request {
    fileprivate var bringsCredentials: Bool {
        if headers[.authorization] != nil { return true }
        return headers[.cookie]?.contains(Credentials.cookieName) == true
    }
}

/// The host that a request is for.
struct RequestHost {
    private let name: Substring

    /// Nil when there is none, more than one, or something else in its place.
    init?(_ request: Request) {
        // HTTP/1's first Host header stands in `authority`; a second one would still be among the headers.
        guard let authority = request.head.authority, request.headers[.hostAgain] == nil else { return nil }
        self.init(authority: authority)
    }

    init?(authority: String) {
        guard !authority.isEmpty, authority.utf8.count <= 255 else { return nil }
        let end = Self.endOfName(authority)
        name = authority[..<end]
        var port = authority[end...]
        guard !name.isEmpty, Self.isName(name) else { return nil }
        guard !port.isEmpty else { return }
        guard port.removeFirst() == ":", port.utf8.allSatisfy(Self.isDigit), port.utf8.count <= 5 else { return nil }
    }

    /// Whether it is this machine, so that no network lies between. Browsers hold `localhost` to be trustworthy too.
    var isLoopback: Bool {
        if name == "localhost" || name == "[::1]" { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        if parts.last == "localhost" { return true }
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    private static func endOfName(_ authority: String) -> String.Index {
        if authority.hasPrefix("["), let bracket = authority.firstIndex(of: "]") {
            return authority.index(after: bracket)
        }
        return authority.firstIndex(of: ":") ?? authority.endIndex
    }

    private static func isName(_ name: Substring) -> Bool {
        if name.hasPrefix("[") {
            return name.hasSuffix("]")
                && name.dropFirst().dropLast().utf8.allSatisfy {
                    isHex($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
                }
        }
        return name.utf8.allSatisfy {
            isLetter($0) || isDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
    }
}

extension HTTPField.Name {
    fileprivate static let hostAgain = HTTPField.Name("Host")!
}
