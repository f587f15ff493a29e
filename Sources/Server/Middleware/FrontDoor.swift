import HTTPTypes
import Hummingbird
import Logging

/// The outermost step of every request: finds out where it came from, gives the answer its request id and turns
/// whatever was thrown into an error answer.
struct FrontDoor: RouterMiddleware {
    let proxies: TrustedProxies
    let paths: PathTable

    func handle(
        _ request: Request, context: PublicContext,
        next: (Request, PublicContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.sender = proxies.sender(request.headers, peer: context.sender.address, isTLS: false)
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            let error = paths.explain(error, request)
            let problem = ErrorResponses.problem(for: error)
            log(error, problem, request, context)
            response = ErrorResponses.response(problem, requestID: context.id)
            // A body here would be read as the beginning of the next answer.
            if request.method == .head { response = response.createHeadResponse() }
        }
        response.headers[.requestID] = context.id
        return response
    }

    /// The cause goes to operators, with the id by which the visitor can ask for it.
    private func log(_ error: any Error, _ problem: Problem, _ request: Request, _ context: PublicContext) {
        let level: Logger.Level = problem.status.kind == .serverError ? .error : .debug
        context.logger.log(
            level: level, "Request failed",
            metadata: [
                "method": "\(request.method)", "path": "\(request.uri.path)",
                "status": "\(problem.status.code)", "code": "\(problem.code)", "cause": "\(error)",
            ])
    }
}

extension HTTPField.Name {
    static let requestID = HTTPField.Name("X-Request-Id")!
}
