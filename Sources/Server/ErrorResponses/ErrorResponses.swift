import HTTPTypes
import Hummingbird
import Jobs
import Marketplace
import Matching
import NIOCore
import Postgres

/// The one place that knows which HTTP status an error has.
package enum ErrorResponses {
    static func problem(for error: any Error) -> Problem {
        switch error {
        case let problem as Problem: problem
        case let error as AccountError: account(error)
        case let error as AccountMessageError: accountMessage(error)
        case let error as MatchingError: matching(error)
        case let error as RateLimited: tooOften(error)
        case let error as PlaceSearchError: problem(for: error, field: "q")
        case let error as ProviderError: problem(for: error)
        case let error as BookingError: booking(error)
        case let error as PaymentError: payment(error)
        case let error as OfferError: offer(error)
        case let error as InvoiceError: invoice(error)
        case let error as ResourceError: resource(error)
        case let error as IdempotencyError: idempotency(error)
        case let error as SitingError: problem(for: error)
        case let error as AreaError: problem(for: error)
        case let error as JobError: problem(for: error)
        case let error as ReportError: report(error)
        case let error as TokenError: tokens(error)
        case let error as SecondFactorError: secondFactor(error)
        case let error as GeometryRefusal: geometry(error)
        case is ShapefileReader.Missing: noShapefiles
        case let error as WhatIfError: whatIf(error)
        case let error as WatchError: watch(error)
        case let error as CoverageEventFeed.Refusal: feed(error)
        case let error as BookingFeed.Refusal: feed(error)
        case let error as PostgresError: database(error)
        case let error as HTTPError: http(error)
        case is CancellationError: busy
        case is IOError, is ChannelError: lostClient
        default: internalError
        }
    }

    static func response(_ problem: Problem, requestID: String) -> Response {
        let (headers, body) = parts(problem, requestID: requestID)
        return Response(status: problem.status, headers: headers, body: .init(byteBuffer: body))
    }

    static func parts(_ problem: Problem, requestID: String) -> (HTTPFields, ByteBuffer) {
        var json = JSONWriter(capacity: 512)
        json.object { json in
            json.field("type", "about:blank")
            json.field("title", problem.status.reasonPhrase)
            json.field("status", problem.status.code)
            json.field("code", problem.code)
            json.field("detail", problem.detail)
            json.field("request_id", requestID)
            if !problem.errors.isEmpty { write(problem.errors, to: &json) }
            for member in problem.members {
                json.key(member.name)
                member.write(&json)
            }
        }
        var headers = problem.headers
        headers[.contentType] = "application/problem+json"
        headers[.cacheControl] = "no-store"
        return (headers, json.buffer)
    }

    /// What a visitor would be told of the error; nil when it is our fault or the database's.
    package static func reasonForPeople(_ error: any Error) -> String? {
        let problem = problem(for: error)
        return problem.status.kind == .clientError ? problem.detail : nil
    }

    private static func matching(_ error: MatchingError) -> Problem {
        switch error {
        case .unknownPincode(let pincode):
            Problem(.notFound, "unknown_pincode", "\(pincode) is not a pincode of Tamil Nadu.")
        case .unknownPlace(let text):
            Problem(.notFound, "unknown_place", "No place in Tamil Nadu is called '\(text)' or anything like it.")
        case .unknownCentre:
            Problem(.notFound, "unknown_provider", "There is no such centre.")
        case .unknownService(let service):
            .invalidParameter("service", "There is no service '\(service)'; /api/services lists them.")
        case .unknownDistrict(let text):
            .invalidParameter("district", "Tamil Nadu has no district '\(text)'; give its name or its LGD code.")
        case .outsideServiceRegion:
            Problem(
                .unprocessableContent, "outside_service_region",
                "The point lies more than 50 km outside Tamil Nadu.")
        }
    }

    /// - Parameter field: The parameter that held the name.
    static func problem(for error: PlaceSearchError, field: String) -> Problem {
        switch error {
        case .noText: .invalidParameter(field, "The name to search for is empty.")
        case .textTooLong(let maximum): .invalidParameter(field, "The name may have \(maximum) characters at most.")
        case .unreadablePlace: internalError
        }
    }

    private static func write(_ errors: [Problem.FieldError], to json: inout JSONWriter) {
        json.key("errors")
        json.array(errors) { json, error in
            json.object { json in
                json.field("field", error.field)
                json.field("message", error.message)
                if let reason = error.reason { json.field("reason", reason) }
            }
        }
    }

    /// Whatever has to do with a database that is away or overloaded passes by itself; the rest is our fault.
    private static func database(_ error: PostgresError) -> Problem {
        switch error.code {
        case .connectionUnavailable, .connectionLost, .queueFull, .leaseTimedOut, .closed: return busy
        case .server:
            // 40: it was tried again as often as made sense.
            let passing: Set<String> = ["08", "40", "53", "57"]
            if let state = error.sqlState, passing.contains(state.classCode) { return busy }
            return internalError
        default: return internalError
        }
    }

    private static func http(_ error: HTTPError) -> Problem {
        switch error.status {
        case .notFound: Problem(.notFound, "not_found", "There is nothing at this address.")
        case .contentTooLarge: Problem(.contentTooLarge, "too_large", "The request is too large.")
        case .badRequest: Problem(.badRequest, "bad_request", "The request can't be read.")
        default: internalError
        }
    }

    private static var busy: Problem {
        .retryLater(
            "unavailable", "The service can't answer at this moment. Please try again shortly.", afterSeconds: 2)
    }

    static var internalError: Problem {
        Problem(
            .internalServerError, "internal_error",
            "Something went wrong on our side. If it happens again, tell us the request_id.")
    }
}
