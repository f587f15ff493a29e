import Foundation
import Matching

/// The coverage of the districts, as rows of a table.
struct DistrictTable {
    /// `dispatch.column.<rawValue>` is its head.
    enum Column: String, CaseIterable, Sendable {
        case name, pincodes
        /// Of the pincodes, those that somebody serves.
        case served
        case area = "area_km2"
        case ground, households
        /// Households that nobody serves.
        case missing = "households_missing"

        /// Of figures the greatest come first, except where little is what is looked for.
        var beginsDescending: Bool { ![.name, .served, .ground].contains(self) }
    }

    let view: DispatchView
    let summary: CoverageSummary
    /// LGD code of the row that stands out.
    var chosen: Int32?

    func model(sortedBy column: Column, isDescending: Bool) -> [String: Any] {
        let up = summary.districts.sorted { one, other in
            if column == .name {
                return name(one).compare(name(other), locale: view.formats.locale) == .orderedAscending
            }
            let (first, second) = (Self.value(column, one), Self.value(column, other))
            return first != second ? first < second : one.name < other.name
        }
        return ["districts": (isDescending ? up.reversed() : up).map(row)]
    }

    /// The state's figures.
    var stateModel: [String: Any] { figures(summary.state) }

    private func row(_ row: CoverageSummary.Row) -> [String: Any] {
        let lgd = row.lgd.map(String.init) ?? ""
        var model = figures(row)
        model["lgd"] = lgd
        // By which the map's script finds what it is called on this page.
        model["english"] = row.name
        model["name"] = Named(row.name, tamil: row.name_ta, in: view.language).model
        model["is_marked"] = row.lgd == chosen && chosen != nil
        model["map_href"] = DispatchTab.map.address([("district", lgd)])
        model["gaps_href"] = DispatchTab.gaps.address([("district", lgd)])
        return model
    }

    private func figures(_ row: CoverageSummary.Row) -> [String: Any] {
        let formats = view.formats
        return [
            "pincodes": formats.number(Int64(row.pincodes)), "served": formats.number(Int64(row.coveredPincodes)),
            "served_share": view.share(row.coveredPincodes, of: row.pincodes),
            "gaps": formats.number(Int64(row.pincodes - row.coveredPincodes)),
            "has_gaps": row.coveredPincodes < row.pincodes,
            "area_km2": view.km2(row.area_km2), "covered_km2": view.km2(row.covered_km2),
            "ground_share": formats.percent(Self.value(.ground, row)),
            "households": formats.number(row.demand),
            "households_missing": formats.number(row.demand - row.coveredDemand),
            "households_share": view.share(row.coveredDemand, of: row.demand),
        ]
    }

    private func name(_ row: CoverageSummary.Row) -> String {
        Named(row.name, tamil: row.name_ta, in: view.language).text
    }

    private static func value(_ column: Column, _ row: CoverageSummary.Row) -> Double {
        switch column {
        case .name: 0
        case .pincodes: Double(row.pincodes)
        case .served: row.pincodes == 0 ? 0 : Double(row.coveredPincodes) / Double(row.pincodes)
        case .area: row.area_km2
        // What is covered is measured in pieces, whose sum may be a little more than the whole.
        case .ground: row.area_km2 == 0 ? 0 : min(1, row.covered_km2 / row.area_km2)
        case .households: Double(row.demand)
        case .missing: Double(row.demand - row.coveredDemand)
        }
    }
}
