import HTTPTypes
import Hummingbird
import Marketplace
import Matching
import Postgres

/// Who waits for a centre, and where. Looking is written down.
struct WatchListPage: Sendable {
    let pool: PostgresPool
    let catalogue: Catalogue

    var routes: [Route] {
        [
            Route.page(.get, "/admin/watches", for: .admins, show).writtenDown(),
            Route.page(.get, "/admin/watches.csv", for: .admins, table).writtenDown(),
        ]
    }

    private static let mostInFile = 10_000

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let filter = DistrictFilter(page, try await catalogue.districts())
        var list = Self.list(page, filter)
        list.limit = AdminPaging.length
        list.before = AdminPaging.after(page)
        let (items, next) = try await list.shown(to: context.actor, on: pool)
        let view = AdminView(page)
        let tamilNames = try await catalogue.tamilNames(for: page.language)
        var model = filter.model
        let typed = page.query.text("pincode")
        model["pincode"] = typed ?? ""
        model["wrong_pincode"] = typed != nil && list.pincode == nil
        model["watches"] = items.map { item in
            [
                "pincode": item.pincode.description,
                "place": Named(item.name, tamil: tamilNames[item.pincode], in: page.language).model,
                "href": AdminTab.watches.address([("pincode", item.pincode.description)]),
                "map_href": DispatchTab.map.address([("pincode", item.pincode.description)]),
                "district": filter.view.district(item.district_lgd).model,
                "contact": item.phone.map(view.formats.phone) ?? item.email ?? "",
                "language": view.label("language", item.language), "asked_at": view.time(item.askedAt),
            ] as [String: Any]
        }
        model["has_watches"] = !items.isEmpty
        let fields = Self.fields(list)
        model["is_filtered"] = !fields.isEmpty
        model["csv_href"] = "/admin/watches.csv" + (fields.isEmpty ? "" : "?" + FormBody(fields).encoded)
        AdminPaging.add(to: &model, .watches, fields, next: next, isFirst: list.before == nil)
        return try page.render(.watches, model)
    }

    @Sendable func table(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let filter = DistrictFilter(context.page, try await catalogue.districts())
        var list = Self.list(context.page, filter)
        list.limit = Self.mostInFile
        let (items, next) = try await list.shown(to: context.actor, on: pool)
        return Answer.csv(CSVWriter(items), name: "coverage-watches", nextCursor: next.map { Cursor.text([$0]) })
    }

    private static func list(_ page: PageContext, _ filter: DistrictFilter) -> WatchList {
        var list = WatchList()
        list.pincode = page.query.text("pincode").flatMap { Pincode(typed: $0) }
        list.district = filter.chosen.map { String($0.lgd) }
        return list
    }

    private static func fields(_ list: WatchList) -> [(name: String, value: String)] {
        let given: [(name: String, value: String?)] = [
            ("pincode", list.pincode?.description), ("district", list.district),
        ]
        return given.compactMap { field in field.value.map { (field.name, $0) } }
    }
}
