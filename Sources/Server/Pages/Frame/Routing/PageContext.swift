import HTTPTypes
import Hummingbird
import Marketplace

/// What every page knows of whoever asks for it.
struct PageContext: Sendable {
    let request: PublicContext
    let site: Site
    let language: Language
    let theme: Theme
    /// What was asked for, with its query.
    let address: LocalPath
    /// `https://istri.example`, as the browser knows us.
    let origin: String
    let query: PageQuery
    let form: FormBody
    /// Nil when nobody has signed in, or somebody who must set up a second factor first.
    let user: SignedInUser?
    /// Whose session it is, also before a second factor that they must set up.
    let holder: SignedInUser?
    let session: OpaqueToken?
    /// How much their inbox has that they haven't read.
    let unread: Int64
    /// Whether it only asks, so that it may be asked again.
    let isRead: Bool
    private let acceptsGzip: Bool
    private let choosesLanguage: Bool

    static let csrfField = "csrf"

    init(
        _ request: Request, _ context: PublicContext, site: Site, holder: SignedInUser? = nil,
        user: SignedInUser? = nil, session: OpaqueToken? = nil, unread: Int64 = 0, form: FormBody = FormBody()
    ) {
        self.request = context
        self.site = site
        self.holder = holder
        self.user = user
        self.session = session
        self.unread = unread
        self.form = form
        query = PageQuery(request)
        address = LocalPath(request.uri.string) ?? .home
        origin = context.origin(of: request)
        let chosen = query.text("lang").flatMap(Language.init)
        choosesLanguage = chosen != nil
        language = chosen ?? LanguageChoice.language(of: request, user: holder)
        theme = Theme(request)
        isRead = request.method.isSafe
        acceptsGzip = Gzip.isAccepted(by: request)
    }

    var words: Words { site[language].words }

    /// For the audit, when it doesn't matter who is signed in.
    var visitor: Actor { request.actor }

    /// The template with the model and, under `frame`, all that the layout needs.
    ///
    /// - Parameter written: What the program itself has written, in the place of the template's `<!--written-->`.
    func render(
        _ template: String, _ model: [String: Any] = [:], written: HTMLWriter? = nil,
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        var model = model
        model["frame"] = LayoutModel.model(of: self)
        var html = try site[language].render(template, model)
        if let written, let place = html.firstRange(of: "<!--written-->") {
            html.replaceSubrange(place, with: written.html)
        }
        return PageAnswer.html(
            html, status: status, policy: PageAnswer.contentPolicy(over: site.baseMap), gzip: acceptsGzip)
    }

    /// To another page by GET, where `done` is told: the key of a translation `<capability>.done.<what>`, written as
    /// `<capability>.<what>`.
    func redirect(to path: LocalPath, done: String? = nil) -> Response {
        let target = done.map { path.adding(LayoutModel.doneParameter, $0) } ?? path
        return Response(status: .seeOther, headers: [.location: target.text])
    }

    /// Adds what every page's answer has.
    func finish(_ response: Response) -> Response {
        var response = response
        if response.headers[.cacheControl] == nil || holder != nil {
            response.headers[.cacheControl] = holder == nil ? "no-cache" : "no-store"
        }
        if choosesLanguage {
            response.headers.append(
                HTTPField(
                    name: .setCookie, value: PreferenceCookie.text("istri_lang", language.rawValue, request.isSecure)))
        }
        return response
    }
}

/// A page of somebody who has signed in and may see it.
struct PersonalPageContext: Sendable {
    let page: PageContext
    let user: SignedInUser

    var actor: Actor {
        Actor(
            userID: user.id, role: user.role, address: page.request.clientAddress, requestID: page.request.id)
    }
}
