import HTTPTypes
import Hummingbird

/// How somebody likes our pages; the language is chosen by `?lang=` on any of them.
struct PreferencePages: Sendable {
    var routes: [Route] { [.page(.post, "/theme", setTheme)] }

    @Sendable func setTheme(_ request: Request, _ page: PageContext) async throws -> Response {
        let theme = Theme(rawValue: page.form["theme"]) ?? .automatic
        var response = page.redirect(to: LocalPath(page.form["next"]) ?? .home)
        response.headers[.setCookie] = PreferenceCookie.text(
            Theme.cookieName, theme.rawValue, page.request.isSecure)
        return response
    }
}
