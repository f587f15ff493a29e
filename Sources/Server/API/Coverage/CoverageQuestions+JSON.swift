import Matching

extension JSONWriter {
    package mutating func write(_ summary: CoverageSummary) {
        object { json in
            json.key("state")
            json.object { $0.writeMembers(of: summary.state) }
            json.key("districts")
            json.array(summary.districts) { json, district in json.object { $0.writeMembers(of: district) } }
            json.field("demand_basis", CoverageSummary.demandBasis)
        }
    }

    mutating func writeMembers(of row: CoverageSummary.Row) {
        if let lgd = row.lgd { field("lgd", lgd) }
        field("name", row.name)
        field("name_ta", row.name_ta)
        field("pincodes", row.pincodes)
        field("covered_pincodes", row.coveredPincodes)
        field("area_km2", row.area_km2, decimals: 3)
        field("covered_km2", row.covered_km2, decimals: 3)
        field("demand", row.demand)
        field("covered_demand", row.coveredDemand)
    }

    /// As the command line prints them; over HTTP a page has a cursor besides.
    package mutating func write(_ page: DispatchPage<CoverageGap, GapList.Position>) {
        object { json in
            json.key("items")
            json.array(page.items) { json, gap in json.object { $0.writeMembers(of: gap) } }
            json.field("total", page.total)
            json.field("demand_basis", SitingGround.demandBasis)
        }
    }

    mutating func writeMembers(of gap: CoverageGap) {
        writePlace(gap.place)
        field("coverage_count", gap.coverageCount)
        field("covered_share", gap.coveredShare, decimals: 4)
        field("uncovered_km2", gap.uncovered_km2, decimals: 3)
        field("demand", gap.place.demand)
        field("estimated_demand", gap.estimatedDemand)
        field("observed_searches", gap.observedSearches)
        key("nearest_provider")
        if let nearest = gap.nearest { object { $0.writeMembers(of: nearest) } } else { null() }
    }

    mutating func write(_ distances: [CentreDistance]) {
        object { json in
            json.key("items")
            json.array(distances) { json, distance in json.object { $0.writeMembers(of: distance) } }
        }
    }

    mutating func writeMembers(of distance: CentreDistance) {
        field("pincode", distance.pincode.description)
        field("district_lgd", distance.district_lgd)
        field("coverage_count", distance.coverageCount)
        field("nearest_provider_id", distance.nearest)
        field("nearest_m", distance.nearest_m, decimals: 1)
    }

    mutating func writeMembers(of pincode: FragilePincode) {
        writePlace(pincode.place)
        field("demand", pincode.place.demand)
        key("provider")
        object { $0.writeMembers(of: pincode.centre) }
    }

    mutating func writeMembers(of overlap: AreaOverlap) {
        field("service_area_id", overlap.area)
        field("area_km2", overlap.area_km2, decimals: 3)
        field("other_service_area_id", overlap.otherArea)
        field("other_area_km2", overlap.other_km2, decimals: 3)
        key("other_provider")
        object { json in
            json.field("id", overlap.otherCentre)
            json.field("center_name", overlap.otherName)
        }
        field("shared_km2", overlap.shared_km2, decimals: 3)
    }

    private mutating func writePlace(_ place: DispatchPlace) {
        field("pincode", place.pincode.description)
        field("name", place.name)
        field("district_lgd", place.district_lgd)
        field("district", place.district)
        write(place.location)
    }

    private mutating func writeMembers(of centre: CentreAtDistance) {
        field("id", centre.id)
        field("center_name", centre.center_name)
        field("distance_m", centre.distance_m, decimals: 1)
    }
}
