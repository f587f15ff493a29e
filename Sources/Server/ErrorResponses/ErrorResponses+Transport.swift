import HTTPTypes
import NIOCore
import NIOHTTP1

extension ErrorResponses {
    /// What is said about bytes that aren't a request; nil when the error is of another kind (a lost connection).
    static func unreadable(_ error: any Error) -> Problem? {
        if let problem = error as? Problem { return problem }
        guard let error = error as? HTTPParserError else { return nil }
        return switch error {
        case .headerOverflow: headersTooLarge
        case .invalidVersion:
            Problem(.httpVersionNotSupported, "http_version", "This server speaks HTTP/1.1, and HTTP/2 over TLS.")
        case .invalidURL:
            Problem(
                .badRequest, "invalid_url", "The address holds bytes that no address may hold; percent-encode them.")
        case .invalidContentLength, .unexpectedContentLength, .invalidChunkSize:
            Problem(.badRequest, "invalid_length", "The length of the body can't be told from the headers.")
        default: Problem(.badRequest, "bad_request", "These bytes are not an HTTP request (RFC 9112).")
        }
    }

    static var headersTooLarge: Problem {
        Problem(.requestHeaderFieldsTooLarge, "headers_too_large", "The address or the headers are too large.")
    }

    static var unknownCoding: Problem {
        Problem(.badRequest, "invalid_length", "Of transfer codings, only 'chunked' is understood.")
    }

    static var tooSlow: Problem {
        Problem(.requestTimeout, "request_timeout", "The request took too long to arrive.")
    }

    /// The client went away while its body was being read.
    static var lostClient: Problem {
        Problem(.badRequest, "connection_lost", "The connection ended before the request did.")
    }
}
