import HTTPTypes
import Hummingbird
import Logging
import Marketplace

/// The outermost step of every request: finds out where it came from, refuses what comes from the wrong place, turns
/// whatever was thrown into an error answer, and gives each answer its request id and the headers that protect whoever
/// reads it.
struct FrontDoor: RouterMiddleware {
    let proxies: TrustedProxies
    let paths: PathTable
    let transport: Transport
    let monitor: RequestMonitor
    let pageErrors: PageErrors

    func handle(
        _ request: Request, context: PublicContext,
        next: (Request, PublicContext) async throws -> Response
    ) async throws -> Response {
        let began = ContinuousClock.now
        monitor.began()
        var context = context
        if let id = proxies.requestID(request.headers, peer: context.sender.address) { context.adopt(requestID: id) }
        let peer = context.sender.address
        context.sender = proxies.sender(request.headers, peer: context.sender.address, isTLS: transport.isSecure)
        var response: Response
        do {
            // Without an address there is no network between: a Unix socket.
            let isLocal = [peer, context.sender.address].allSatisfy { $0?.isLoopback ?? true }
            try RequestOrigin.check(request, isSecure: context.isSecure, isLocal: isLocal)
            response = try await next(request, context)
        } catch {
            let error = paths.explain(error, request)
            let problem = ErrorResponses.problem(for: error)
            log(error, problem, request, context)
            context.trace.refused(with: problem.code)
            if PageAddresses.isPage(request, route: paths.kind(at: request.uri.path)) {
                response = await pageErrors.response(problem, request, context)
            } else {
                response = ErrorResponses.response(problem, requestID: context.id)
            }
            // A body here would be read as the beginning of the next answer.
            if request.method == .head { response = response.createHeadResponse() }
        }
        // Whatever answers a change is about one person, and nobody's to keep.
        if !request.method.isSafe { response.headers[.cacheControl] = "no-store" }
        response.headers = transport.headers.fields(for: response.headers, isSecure: context.isSecure)
        response.headers.append(HTTPField(name: .requestID, value: context.id))
        monitor.ended(request, context, response, after: .now - began)
        return response
    }

    /// The cause goes to operators, with the id by which the visitor can ask for it.
    private func log(_ error: any Error, _ problem: Problem, _ request: Request, _ context: PublicContext) {
        let level: Logger.Level = problem.status.kind == .serverError ? .error : .debug
        context.logger.log(
            level: level, "Request failed",
            metadata: [
                "method": "\(request.method)", "route": "\(context.endpointPath ?? "unknown")",
                "status": "\(problem.status.code)", "code": "\(problem.code)", "cause": "\(error)",
            ])
    }
}

extension HTTPField.Name {
    static let requestID = HTTPField.Name("X-Request-Id")!
}
