import HTTPTypes
import Hummingbird
import Marketplace

extension Route {
    /// A page for anybody. A form that is sent to it has been read when the handler is called, and comes from our own
    /// page.
    ///
    /// - Parameter formLimit: Most bytes of a form.
    static func page(
        _ method: HTTPRequest.Method, _ path: RouterPath, formLimit: Int = FormBody.standardLimit,
        _ handler: @escaping PageHandler
    ) -> Route {
        Route(page: method, path, .anyone, .page(handler, formLimit: formLimit))
    }

    /// A page for those who have the permission. Whoever isn't signed in is led to the sign-in page and back.
    static func page(
        _ method: HTTPRequest.Method, _ path: RouterPath, for permission: Permission,
        formLimit: Int = FormBody.standardLimit, _ handler: @escaping PersonalPageHandler
    ) -> Route {
        Route(page: method, path, permission, .personalPage(handler, formLimit: formLimit))
    }

    /// A file that belongs to the pages, whatever the request says that it accepts.
    static func file(_ path: RouterPath, _ handler: @escaping PublicHandler) -> Route {
        Route(file: path, handler)
    }
}

/// Answers requests for pages: finds out who asks, in which language, and what they typed.
struct PageDoor: Sendable {
    let site: Site
    let authentication: Authentication
    let limiter: RateLimiter

    func answer(_ request: Request, _ context: PublicContext, route: Route) async throws -> Response {
        switch route.handler {
        case .page(let handler, let formLimit):
            let page = try await page(request, context, formLimit: formLimit)
            if let refusal = try Self.checkCSRF(request, page) { return refusal }
            return page.finish(try await handler(request, page))
        case .personalPage(let handler, let formLimit):
            let page = try await page(request, context, formLimit: formLimit)
            guard let holder = page.holder else { return page.finish(try page.askToSignIn()) }
            if let refusal = try Self.checkCSRF(request, page) { return refusal }
            guard let user = route.isOpenBeforeSecondFactor ? holder : page.user else {
                return try page.askForSecondFactor()
            }
            try route.permission.check(user)
            if route.isWrittenDown { try await limiter.admit(.changes, user: user.id) }
            if let limit = route.limit, !limit.countsAddresses { try await limiter.admit(limit, user: user.id) }
            return page.finish(try await handler(request, PersonalPageContext(page: page, user: user)))
        default: preconditionFailure("not a page: \(route.path)")
        }
    }

    private func page(_ request: Request, _ context: PublicContext, formLimit: Int) async throws -> PageContext {
        let takesForm = !request.method.isSafe
        if takesForm { try PageOrigin.check(request) }
        let session = SessionCookie.token(of: request)
        // A session that is over counts as none.
        let holder = try await session.asyncFlatMap { try await authentication.accounts.user(cookie: $0) }
        context.trace.userID = holder?.id
        let inbox = Inbox(pool: authentication.accounts.pool)
        let unread = try await holder.asyncFlatMap { try await inbox.unread(of: $0.id) } ?? 0
        let form = takesForm ? try await FormBody(request, limit: formLimit) : FormBody()
        return PageContext(
            request, context, site: site, holder: holder, user: holder.flatMap(authentication.ifFullySignedIn),
            session: holder == nil ? nil : session, unread: unread, form: form)
    }

    /// - Returns: Nil when all is well; else a page that asks to send the form once more, when it is certain that it came
    ///   from here and its owner has only signed in anew meanwhile.
    /// - Throws: `Problem` 403 `csrf`.
    private static func checkCSRF(_ request: Request, _ page: PageContext) throws -> Response? {
        guard !request.method.isSafe, let session = page.session else { return nil }
        let given = request.headers[.csrfToken] ?? page.form[PageContext.csrfField]
        if CSRFToken.isRight(given, for: session) { return nil }
        guard PageOrigin.isCertain(request), let kept = KeptForm(action: page.address, form: page.form) else {
            throw Problem(.forbidden, "csrf", "The form is no longer good. Please load the page anew.")
        }
        return page.finish(try page.offer(kept, status: .forbidden))
    }
}

extension Optional where Wrapped: Sendable {
    fileprivate func asyncFlatMap<Result>(_ body: (Wrapped) async throws -> Result?) async rethrows -> Result? {
        guard let self else { return nil }
        return try await body(self)
    }
}
