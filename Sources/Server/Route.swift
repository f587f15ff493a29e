import HTTPTypes
import Hummingbird
import Marketplace

/// One line of the router's table: a method, a path, who may use it, and the function that answers.
struct Route: Sendable {
    typealias PublicHandler = @Sendable (Request, PublicContext) async throws -> Response
    typealias VisitorHandler = @Sendable (Request, VisitorContext) async throws -> Response
    typealias SignedInHandler = @Sendable (Request, SignedInContext) async throws -> Response
    typealias PageHandler = @Sendable (Request, PageContext) async throws -> Response
    typealias PersonalPageHandler = @Sendable (Request, PersonalPageContext) async throws -> Response

    enum Handler: Sendable {
        case open(PublicHandler)
        case visitor(VisitorHandler)
        case signedIn(SignedInHandler)
        case page(PageHandler, formLimit: Int)
        case personalPage(PersonalPageHandler, formLimit: Int)
    }

    enum Kind: Sendable {
        /// For programs: described in `openapi.yaml`, with errors as JSON.
        case api
        /// For people, with errors as pages.
        case page
        /// What pages bring along.
        case file
    }

    let method: HTTPRequest.Method
    let path: RouterPath
    let permission: Permission
    /// Empty: its one kind of answer is given to everybody.
    let produces: [MediaType]
    private(set) var handler: Handler
    let kind: Kind
    /// Nil: as often as anybody likes.
    private(set) var limit: RateLimit?
    /// For those too who must set up a second factor before they do anything else.
    private(set) var isOpenBeforeSecondFactor = false

    /// Whether it leaves lines in the audit, of which one user may cause so many.
    private(set) var isWrittenDown: Bool

    /// Whether the address takes query parameters, which the handler then reads strictly. To all others the router
    /// refuses them.
    private(set) var takesQuery: Bool

    /// For anybody; credentials aren't looked at.
    init(
        _ method: HTTPRequest.Method, _ path: RouterPath, produces: [MediaType] = [.applicationJson],
        _ handler: @escaping PublicHandler
    ) {
        self.init(method: method, path: path, permission: .anyone, produces: produces, handler: .open(handler))
    }

    /// For anybody, and those who have signed in may be told more.
    init(
        visitor method: HTTPRequest.Method, _ path: RouterPath, produces: [MediaType] = [.applicationJson],
        _ handler: @escaping VisitorHandler
    ) {
        self.init(method: method, path: path, permission: .anyone, produces: produces, handler: .visitor(handler))
    }

    /// For those who have signed in and have the permission.
    init(
        _ method: HTTPRequest.Method, _ path: RouterPath, for permission: Permission,
        produces: [MediaType] = [.applicationJson], _ handler: @escaping SignedInHandler
    ) {
        self.init(
            method: method, path: path, permission: permission, produces: produces, handler: .signedIn(handler))
    }

    /// The same, also for those who must set up a second factor first.
    func openBeforeSecondFactor() -> Route {
        var route = self
        route.isOpenBeforeSecondFactor = true
        return route
    }

    /// The same, for a method other than GET that takes query parameters all the same.
    func takingQuery() -> Route {
        var route = self
        route.takesQuery = true
        return route
    }

    /// The same, for a method other than GET that changes nothing.
    func changingNothing() -> Route {
        var route = self
        route.isWrittenDown = false
        return route
    }

    /// The same, for a GET after which the audit says who looked.
    func writtenDown() -> Route {
        var route = self
        route.isWrittenDown = true
        return route
    }

    /// The same, with something done after each answer, refusals included.
    func followed(by act: @escaping @Sendable () -> Void) -> Route {
        var route = self
        route.handler = handler.followed(by: act)
        return route
    }

    static func get(_ path: RouterPath, produces: [MediaType] = [.applicationJson], _ handler: @escaping PublicHandler)
        -> Route
    {
        Route(.get, path, produces: produces, handler)
    }

    /// The route counts towards the limit: per address of the sender, or per user where the limit is of that kind.
    func limited(by limit: RateLimit) -> Route {
        var route = self
        route.limit = limit
        return route
    }

    /// A page; see `Route.page`. Its query is read as it comes, whatever the method.
    init(page method: HTTPRequest.Method, _ path: RouterPath, _ permission: Permission, _ handler: Handler) {
        self.init(method: method, path: path, permission: permission, produces: [], handler: handler, kind: .page)
        takesQuery = true
    }

    /// See `Route.file`.
    init(file path: RouterPath, _ handler: @escaping PublicHandler) {
        self.init(method: .get, path: path, permission: .anyone, produces: [], handler: .open(handler), kind: .file)
    }

    private init(
        method: HTTPRequest.Method, path: RouterPath, permission: Permission, produces: [MediaType], handler: Handler,
        kind: Kind = .api
    ) {
        self.method = method
        self.path = path
        self.permission = permission
        self.produces = produces
        self.handler = handler
        self.kind = kind
        takesQuery = method == .get
        isWrittenDown = method != .get
    }
}

extension Route.Handler {
    fileprivate func followed(by act: @escaping @Sendable () -> Void) -> Self {
        func following<Context>(
            _ handler: @escaping @Sendable (Request, Context) async throws -> Response
        ) -> @Sendable (Request, Context) async throws -> Response {
            { request, context in
                defer { act() }
                return try await handler(request, context)
            }
        }
        return switch self {
        case .open(let handler): .open(following(handler))
        case .visitor(let handler): .visitor(following(handler))
        case .signedIn(let handler): .signedIn(following(handler))
        case .page(let handler, let limit): .page(following(handler), formLimit: limit)
        case .personalPage(let handler, let limit): .personalPage(following(handler), formLimit: limit)
        }
    }
}
