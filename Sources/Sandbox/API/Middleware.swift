import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// What the framework refuses (unknown paths and so on) is answered in the gateway's form too.
struct Refusals: RouterMiddleware {
    func handle(
        _ request: Request, context: BasicRequestContext,
        next: (Request, BasicRequestContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            throw Refused(status: .notFound, description: "The requested URL was not found on the server.")
        } catch is NIOTooManyBytesError {
            throw Refused(status: .contentTooLarge, description: "The request is too large.")
        }
    }
}

/// HTTP Basic by the merchant's key.
struct Credentials: RouterMiddleware {
    private let expected: String

    init(_ settings: SandboxSettings) {
        expected = Data("\(settings.keyID):\(settings.keySecret)".utf8).base64EncodedString()
    }

    func handle(
        _ request: Request, context: BasicRequestContext,
        next: (Request, BasicRequestContext) async throws -> Response
    ) async throws -> Response {
        let parts = (request.headers[.authorization] ?? "").split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "basic", parts[1] == expected else {
            throw Refused(status: .unauthorized, description: "Authentication failed", reason: "NA")
        }
        return try await next(request, context)
    }
}

/// Does what was asked for by `/sandbox/faults`.
struct FaultMiddleware: RouterMiddleware {
    let controls: Controls

    func handle(
        _ request: Request, context: BasicRequestContext,
        next: (Request, BasicRequestContext) async throws -> Response
    ) async throws -> Response {
        guard let fault = await controls.fault(for: request.uri.path, method: request.method.rawValue) else {
            return try await next(request, context)
        }
        if fault.when == .after || fault.kind == .slow {
            let answer = try await next(request, context)
            return try await instead(of: answer, fault)
        }
        return try await instead(of: nil, fault)
    }

    private func instead(of answer: Response?, _ fault: Fault) async throws -> Response {
        switch fault.kind {
        case .slow, .timeout:
            try await Pause.sleep(seconds: fault.seconds ?? 2)
            return fault.kind == .slow ? answer ?? Response(status: .gatewayTimeout) : Response(status: .gatewayTimeout)
        case .error:
            throw Refused(
                status: .internalServerError, code: "SERVER_ERROR",
                description: "We are facing some trouble completing your request at the moment.", reason: "server_error"
            )
        case .html: return page(.badGateway)
        case .html_ok: return page(.ok)
        }
    }

    private func page(_ status: HTTPResponse.Status) -> Response {
        Response(
            status: status, headers: [.contentType: "text/html"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: "<!DOCTYPE html><title>Bad Gateway</title>")))
    }
}
