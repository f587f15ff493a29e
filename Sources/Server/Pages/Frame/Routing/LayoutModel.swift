import Foundation
import Hummingbird
import Marketplace

/// What the layout shows around every page; templates find it under `frame`.
///
/// `lang`, `is_tamil`; `theme` (`light` or `dark`, absent when the system decides) and `theme_is.<light|dark|auto>`;
/// `languages` (`code`, `name`, `href`, `is_current`); `home`, `address`, `return_to` (the address, for a hidden
/// field) and `return_to_encoded` (for a parameter), `canonical`,
/// `alternates` (`code`, `href`); `nav` (`href`, `label`, `icon`, `is_current`); `user` (`id`, `name`, `role`, `is.<role>`;
/// absent when nobody is signed in) with `csrf`, and `unread` (`count`, `label`; absent when their inbox has no news);
/// `operator` (see `OperatorContact`, absent when nobody is named); `base_map` (see `BaseMap`, absent as a rule); `flash`
/// (text, absent as a rule); `request_id`;
/// `version`.
enum LayoutModel {
    static let doneParameter = "done"

    static func model(of page: PageContext) -> [String: Any] {
        let plain = page.address.without(["lang", doneParameter])
        var model: [String: Any] = [
            "lang": page.language.rawValue, "is_tamil": page.language == .tamil,
            "theme_is": [page.theme.rawValue: true],
            "languages": languages(page, plain), "home": LocalPath.home.text, "address": plain.text,
            "return_to": plain.text, "return_to_encoded": plain.encoded, "canonical": page.origin + plain.path,
            "alternates": Language.allCases.map {
                ["code": $0.rawValue, "href": page.origin + plain.adding("lang", $0.rawValue).text]
            },
            "nav": Navigation.items(for: page.holder?.role).map { Self.model($0, page) },
            "request_id": page.request.id as String, "version": Build.version,
        ]
        if page.theme != .automatic { model["theme"] = page.theme.rawValue }
        if let user = page.holder {
            model["user"] = [
                "id": String(user.id), "name": user.name, "role": user.role.rawValue, "is": [user.role.rawValue: true],
            ]
        }
        if page.unread > 0 {
            let count = page.unread > 99 ? "99+" : String(page.unread)
            model["unread"] = ["count": count, "label": page.words.text("bookings.inbox.unread", ["count": count])]
        }
        if let session = page.session { model["csrf"] = CSRFToken.text(for: session) }
        if let named = page.site.operatorContact { model["operator"] = named.model(page.language) }
        if let baseMap = page.site.baseMap { model["base_map"] = baseMap.model }
        if let flash = flash(page) { model["flash"] = flash }
        // In which language the user's name is written.
        if let user = page.holder { model["user_lang"] = Named(user.name, in: page.language).lang }
        return model
    }

    private static func languages(_ page: PageContext, _ plain: LocalPath) -> [[String: Any]] {
        [(Language.tamil, "தமிழ்"), (.english, "English")].map { language, name in
            [
                "code": language.rawValue, "name": name, "href": plain.adding("lang", language.rawValue).text,
                "is_current": language == page.language,
            ]
        }
    }

    private static func model(_ item: Navigation.Item, _ page: PageContext) -> [String: Any] {
        [
            "href": item.path, "label": page.words.text("frame.nav.\(item.name)"), "icon": item.icon,
            "is_current": item.path == page.address.path,
        ]
    }

    /// What was done just before the redirect to this page.
    private static func flash(_ page: PageContext) -> String? {
        guard let done = page.query.text(doneParameter),
            let match = done.wholeMatch(of: /([a-z_]+)\.([a-z_]+)/)
        else { return nil }
        return page.words.find("\(match.1).done.\(match.2)")
    }
}

/// Where each kind of person goes from any page.
enum Navigation {
    struct Item {
        /// `frame.nav.<name>` is its label.
        let name: String
        let path: String
        let icon: String
    }

    static func items(for role: Role?) -> [Item] {
        let search = Item(name: "search", path: "/", icon: "search")
        let districts = Item(name: "districts", path: "/districts", icon: "list")
        let help = Item(name: "help", path: "/help", icon: "info")
        switch role {
        case nil: return [search, districts, help]
        case .customer: return [search, Item(name: "bookings", path: "/bookings", icon: "calendar"), districts, help]
        case .provider: return [search, Item(name: "provider", path: "/provider", icon: "iron"), help]
        case .dispatcher: return [search, dispatch, help]
        case .admin: return [search, Item(name: "admin", path: "/admin", icon: "list"), dispatch, help]
        }
    }

    private static let dispatch = Item(name: "dispatch", path: "/dispatch", icon: "map")

    /// Where somebody starts who has signed in.
    static func home(of role: Role) -> LocalPath {
        switch role {
        case .customer: .home
        case .provider: LocalPath("/provider") ?? .home
        case .dispatcher: LocalPath("/dispatch") ?? .home
        case .admin: LocalPath("/admin") ?? .home
        }
    }
}
