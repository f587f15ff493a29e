import Foundation
import HTTPTypes
import Marketplace
import Testing

@testable import Server

/// A browser without JavaScript: keeps cookies, follows redirects, fills in forms and sends them.
actor Browser {
    private let server: TestServer
    private let language: String?
    private var cookies: [String: String] = [:]

    /// - Parameters:
    ///   - person: Who is signed in; nil for nobody.
    ///   - language: What the browser asks for; an account's own language comes before it.
    ///   - chosen: What was chosen by the switch, which comes before both.
    init(
        _ server: TestServer, as person: Person? = nil, language: String? = "en", choosing chosen: Language? = nil
    ) {
        self.server = server
        self.language = language
        if let person { cookies[Credentials.cookieName] = person.cookie.text }
        if let chosen { cookies["istri_lang"] = chosen.rawValue }
    }

    var isSignedIn: Bool { cookies[Credentials.cookieName] != nil }

    func set(cookie name: String, _ value: String?) { cookies[name] = value }

    func cookie(_ name: String) -> String? { cookies[name] }

    /// The page at the address, after redirects.
    func open(_ address: String) async throws -> WebPage {
        try await send(.get, address)
    }

    /// - Parameter typed: What is filled in; fields of other names are as the page has them.
    func submit(_ form: WebForm, _ typed: [String: String] = [:]) async throws -> WebPage {
        let body = form.filled(with: typed)
        if form.method == .post { return try await send(.post, form.action, body: body.encoded) }
        return try await send(.get, form.action + "?" + body.encoded)
    }

    /// As `submit`, with a file in the field of that name, as browsers send such a form.
    func upload(
        _ form: WebForm, _ typed: [String: String] = [:], file field: String, name: String, _ content: [UInt8]
    ) async throws -> WebPage {
        let boundary = "----WebKitFormBoundary7MA4YWxkTrZu0gW"
        var body: [UInt8] = []
        func add(_ disposition: String, _ value: [UInt8]) {
            let head = "--\(boundary)\r\nContent-Disposition: form-data; \(disposition)\r\n"
            body += Array("\(head)\r\n".utf8) + value + Array("\r\n".utf8)
        }
        for sent in form.filled(with: typed).fields where sent.name != field {
            add("name=\"\(sent.name)\"", Array(sent.value.replacing("\n", with: "\r\n").utf8))
        }
        add("name=\"\(field)\"; filename=\"\(name)\"\r\nContent-Type: application/octet-stream", content)
        body += Array("--\(boundary)--\r\n".utf8)
        return try await send(
            .post, form.action, bytes: body, headers: [.contentType: "multipart/form-data; boundary=\(boundary)"])
    }

    func send(
        _ method: HTTPRequest.Method, _ address: String, body: String? = nil, headers: HTTPFields = [:],
        follows: Bool = true
    ) async throws -> WebPage {
        try await send(
            method, address, bytes: body.map { Array($0.utf8) }, headers: headers, follows: follows)
    }

    /// - Parameters:
    ///   - bytes: A form's, if its headers don't say otherwise.
    ///   - follows: Whether a redirect is followed.
    func send(
        _ method: HTTPRequest.Method, _ address: String, bytes: [UInt8]?, headers: HTTPFields = [:],
        follows: Bool = true
    ) async throws -> WebPage {
        var (method, address, body) = (method, address, bytes)
        for _ in 0..<6 {
            var fields = headers
            fields[.accept] = "text/html,application/xhtml+xml,*/*;q=0.8"
            fields[.acceptLanguage] = language
            if !cookies.isEmpty {
                fields[.cookie] = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
            }
            if body == nil { fields[.contentType] = nil }
            if body != nil, fields[.contentType] == nil { fields[.contentType] = FormBody.contentType }
            if method == .post, fields[.secFetchSite] == nil { fields[.secFetchSite] = "same-origin" }
            let reply = try await server.send(method, address, headers: fields, bytes: body)
            take(reply.headers[values: .setCookie])
            guard follows, reply.status == 303, let next = reply.headers[.location] else {
                return WebPage(address: address, reply: reply)
            }
            (method, address, body) = (.get, next, nil)
        }
        throw TooManyRedirects()
    }

    private func take(_ set: [String]) {
        for text in set {
            let parts = text.split(separator: ";")[0].split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            cookies[String(parts[0])] = text.contains("Max-Age=0") ? nil : String(parts[1])
        }
    }

    struct TooManyRedirects: Error {}
}

/// A page as a browser shows it.
struct WebPage: Sendable {
    /// Where it is, after redirects.
    let address: String
    let reply: Reply

    var status: Int { reply.status }
    var html: String { reply.text }

    /// All text between tags.
    var text: String {
        WebForm.plain(
            html.replacing(/<(script|style)[^>]*>.*?<\/\1>/.dotMatchesNewlines(), with: " ").replacing(
                /<[^>]*>/, with: " "))
    }

    var title: String { html.firstMatch(of: /<title>([^<]*)<\/title>/).map { WebForm.plain(String($0.1)) } ?? "" }

    /// The forms with this address, whatever its parameters.
    func forms(_ action: String) -> [WebForm] {
        WebForm.all(in: html).filter { $0.action == action || $0.action.hasPrefix(action + "?") }
    }

    func form(_ action: String) throws -> WebForm {
        try #require(forms(action).first, "no form for \(action) on \(address), status \(status): \(text)")
    }

    /// What is wrong with the field, as the page says beside it.
    func error(of field: String) -> String? {
        let id = FormView.id(field) + "-error"
        let paragraph = try? Regex("id=\"\(id)\">(.*?)</p>", as: (Substring, Substring).self).dotMatchesNewlines()
        return paragraph.flatMap { html.firstMatch(of: $0) }
            .map { WebForm.plain(String($0.1).replacing(/<[^>]*>/, with: "")).trimmingCharacters(in: .whitespaces) }
    }
}

/// A form of a page, with what is in its fields.
struct WebForm: Sendable {
    let method: HTTPRequest.Method
    let action: String
    let fields: FormBody

    static func all(in html: String) -> [WebForm] {
        html.matches(of: /<form([^>]*)>(.*?)<\/form>/.dotMatchesNewlines()).map { match in
            WebForm(
                method: attribute("method", match.1) == "post" ? .post : .get,
                action: attribute("action", match.1) ?? "", fields: fields(in: match.2))
        }
    }

    func filled(with typed: [String: String]) -> FormBody {
        FormBody(
            fields.fields.filter { typed[$0.name] == nil }
                + typed.sorted { $0.key < $1.key }.map { FormBody.Field(name: $0.key, value: $0.value) })
    }

    private static func fields(in html: Substring) -> FormBody {
        var fields: [FormBody.Field] = []
        for match in html.matches(
            of: /<input([^>]*)>|<textarea([^>]*)>(.*?)<\/textarea>|<select([^>]*)>(.*?)<\/select>/.dotMatchesNewlines())
        {
            let tag = match.1 ?? match.2 ?? match.4 ?? ""
            guard let name = attribute("name", tag) else { continue }
            if let text = match.3 {
                fields.append(.init(name: name, value: plain(String(text))))
            } else if let options = match.5 {
                let all = options.matches(of: /<option([^>]*)>/).map(\.1)
                let chosen = all.first { $0.contains(" selected") } ?? all.first ?? ""
                fields.append(.init(name: name, value: attribute("value", chosen) ?? ""))
            } else if !["checkbox", "radio"].contains(attribute("type", tag)) || tag.contains(" checked") {
                fields.append(.init(name: name, value: attribute("value", tag) ?? ""))
            }
        }
        return FormBody(fields)
    }

    private static func attribute(_ name: String, _ tag: Substring) -> String? {
        let pattern = try? Regex("(?:^|\\s)\(name)=\"([^\"]*)\"", as: (Substring, Substring).self)
        return pattern.flatMap { tag.firstMatch(of: $0) }.map { plain(String($0.1)) }
    }

    static func plain(_ html: String) -> String {
        html.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
            .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
    }
}
