import Matching

extension JSONWriter {
    /// The body of `GET /api/coverage/suggestions`.
    ///
    /// - Parameter tamilNames: Of pincodes' names; without them the command line prints the same.
    package mutating func write(_ plan: SitingPlan, tamilNames: [Pincode: String]? = nil) {
        object { json in
            json.writeMembers(of: plan)
            json.key("items")
            json.array(plan.sites) { json, site in
                json.object { $0.writeMembers(of: site, hasPoint: true, tamilNames) }
            }
        }
    }

    /// The sites as points, with the members of the answer as a whole beside `features` (RFC 7946, 6.1).
    mutating func writeFeatures(_ plan: SitingPlan, tamilNames: [Pincode: String]) {
        object { json in
            json.field("type", "FeatureCollection")
            json.writeMembers(of: plan)
            json.key("features")
            json.array(plan.sites) { json, site in
                json.object { json in
                    json.field("type", "Feature")
                    json.key("geometry")
                    json.writeGeometry(site.place.location)
                    json.key("properties")
                    json.object { $0.writeMembers(of: site, hasPoint: false, tamilNames) }
                }
            }
        }
    }

    private mutating func writeMembers(of plan: SitingPlan) {
        field("objective", plan.question.objective.rawValue)
        field("count", plan.sites.count)
        field("radius_km", plan.question.radius_km, decimals: 3)
        field("district", plan.question.district)
        field("demand_total", plan.demandTotal)
        field("covered_demand_before", plan.coveredDemandBefore)
        field("gained_demand", plan.gainedDemand)
        field("bound", plan.bound)
        field("optimality_gap", plan.optimalityGap, decimals: 6)
        field("demand_basis", SitingGround.demandBasis)
    }

    private mutating func writeMembers(
        of site: SitingPlan.Site, hasPoint: Bool, _ tamilNames: [Pincode: String]?
    ) {
        field("rank", site.rank)
        field("pincode", site.place.pincode.description)
        field("name", site.place.name)
        if let tamilNames { field("name_ta", tamilNames[site.place.pincode]) }
        if hasPoint { write(site.place.location) }
        field("gained_demand", site.gainedDemand)
        field("covered_demand_after", site.coveredDemandAfter)
    }

    private mutating func writeGeometry(_ point: GeoPoint) {
        object { json in
            json.field("type", "Point")
            json.key("coordinates")
            json.array([point.lng, point.lat]) { $0.value($1, decimals: 7) }
        }
    }
}

extension CSVWriter {
    init(_ plan: SitingPlan) {
        self.init(
            columns: ["rank", "pincode", "name", "lat", "lng", "gained_demand", "covered_demand_after"],
            capacity: 128 * (plan.sites.count + 1))
        for site in plan.sites {
            row { row in
                row.number(site.rank)
                row.text(site.place.pincode.description)
                row.text(site.place.name)
                row.number(site.place.location.lat, decimals: 7)
                row.number(site.place.location.lng, decimals: 7)
                row.number(site.gainedDemand)
                row.number(site.coveredDemandAfter)
            }
        }
    }
}
