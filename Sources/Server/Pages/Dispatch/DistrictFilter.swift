import Matching

/// Which district a list is about, as `?district=` says: its name or LGD code.
struct DistrictFilter {
    let view: DispatchView
    /// Nil for the whole state.
    let chosen: District?
    /// What was asked for and is no district of the state.
    let unknown: String?

    init(_ page: PageContext, _ districts: [District]) {
        view = DispatchView(page, districts: districts)
        let asked = page.query.text("district")
        chosen = asked.flatMap(view.find)
        unknown = chosen == nil ? asked : nil
    }

    /// `district_options`, and `unknown_district` or `chosen_district` where there is one.
    var model: [String: Any] {
        var model: [String: Any] = ["district_options": view.districtOptions(chosen: chosen)]
        if let unknown { model["unknown_district"] = unknown }
        if let chosen { model["chosen_district"] = view.district(chosen.lgd).model }
        return model
    }

    /// For the addresses of further pages.
    var fields: [(name: String, value: String)] { chosen.map { [("district", String($0.lgd))] } ?? [] }
}

extension FormBody {
    init(_ fields: [(name: String, value: String)]) {
        self.init(fields.map { Field(name: $0.name, value: $0.value) })
    }
}

/// Links to the further pages of a list that is read by cursors.
enum DispatchPaging {
    /// - Parameter next: The cursor of the next page; nil on the last.
    static func add(
        to model: inout [String: Any], _ tab: DispatchTab, _ fields: [(name: String, value: String)], next: String?,
        isFirst: Bool
    ) {
        if let next { model["pagination"] = ["next_href": tab.address(fields + [("cursor", next)])] }
        if !isFirst { model["first_href"] = tab.address(fields) }
    }
}
