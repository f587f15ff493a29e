import Matching

extension CSVWriter {
    init(_ gaps: [CoverageGap]) {
        self.init(
            columns: Self.placeColumns + [
                "coverage_count", "covered_share", "uncovered_km2", "demand", "estimated_demand",
                "observed_searches", "nearest_provider_id", "nearest_center_name", "nearest_distance_m",
            ], capacity: 160 * (gaps.count + 1))
        for gap in gaps {
            row { row in
                row.write(gap.place)
                row.number(gap.coverageCount)
                row.number(gap.coveredShare, decimals: 4)
                row.number(gap.uncovered_km2, decimals: 3)
                row.number(gap.place.demand)
                row.number(gap.estimatedDemand)
                row.number(gap.observedSearches)
                row.write(gap.nearest)
            }
        }
    }

    init(_ pincodes: [FragilePincode]) {
        self.init(
            columns: Self.placeColumns + ["demand", "provider_id", "center_name", "distance_m"],
            capacity: 160 * (pincodes.count + 1))
        for pincode in pincodes {
            row { row in
                row.write(pincode.place)
                row.number(pincode.place.demand)
                row.write(pincode.centre)
            }
        }
    }

    init(_ distances: [CentreDistance]) {
        self.init(
            columns: ["pincode", "district_lgd", "coverage_count", "nearest_provider_id", "nearest_m"],
            capacity: 48 * (distances.count + 1))
        for distance in distances {
            row { row in
                row.text(distance.pincode.description)
                row.number(distance.district_lgd)
                row.number(distance.coverageCount)
                row.number(distance.nearest)
                row.number(distance.nearest_m, decimals: 1)
            }
        }
    }

    /// The state is the first row, without a code.
    init(_ summary: CoverageSummary) {
        self.init(columns: [
            "lgd", "name", "name_ta", "pincodes", "covered_pincodes", "area_km2", "covered_km2", "demand",
            "covered_demand",
        ])
        for entry in [summary.state] + summary.districts {
            row { row in
                row.number(entry.lgd)
                row.text(entry.name)
                row.text(entry.name_ta)
                row.number(entry.pincodes)
                row.number(entry.coveredPincodes)
                row.number(entry.area_km2, decimals: 3)
                row.number(entry.covered_km2, decimals: 3)
                row.number(entry.demand)
                row.number(entry.coveredDemand)
            }
        }
    }

    init(_ overlaps: [AreaOverlap]) {
        self.init(columns: [
            "service_area_id", "area_km2", "other_service_area_id", "other_area_km2", "other_provider_id",
            "other_center_name", "shared_km2",
        ])
        for overlap in overlaps {
            row { row in
                row.number(overlap.area)
                row.number(overlap.area_km2, decimals: 3)
                row.number(overlap.otherArea)
                row.number(overlap.other_km2, decimals: 3)
                row.number(overlap.otherCentre)
                row.text(overlap.otherName)
                row.number(overlap.shared_km2, decimals: 3)
            }
        }
    }

    private static let placeColumns = ["pincode", "name", "district_lgd", "district", "lat", "lng"]

    private mutating func write(_ place: DispatchPlace) {
        text(place.pincode.description)
        text(place.name)
        number(place.district_lgd)
        text(place.district)
        number(place.location.lat, decimals: 7)
        number(place.location.lng, decimals: 7)
    }

    private mutating func write(_ centre: CentreAtDistance?) {
        number(centre?.id)
        text(centre?.center_name)
        number(centre?.distance_m, decimals: 1)
    }
}
