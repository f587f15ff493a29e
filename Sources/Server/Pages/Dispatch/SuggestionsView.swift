import Marketplace
import Matching

/// An answer to where the next centres should open, in words and as a table.
struct SuggestionsView {
    let view: DispatchView
    let words: Words
    let plan: SitingPlan
    let typed: FormBody

    private var formats: Formats { view.formats }
    private var isFewest: Bool { plan.question.objective == .setCover }
    /// What nobody serves before.
    private var missing: Int { plan.demandTotal - plan.coveredDemandBefore }

    var model: [String: Any] {
        var model: [String: Any] = [
            "has_sites": !plan.sites.isEmpty, "summary": summary, "bound": bound, "sites": plan.sites.map(site),
            "map_href": mapAddress,
        ]
        if let district = plan.question.district.flatMap(view.find) {
            model["district"] = view.district(district.lgd).model
        }
        return model
    }

    private func site(_ site: SitingPlan.Site) -> [String: Any] {
        let pincode = site.place.pincode
        return [
            "rank": site.rank, "pincode": pincode.description,
            "name": view.name(site.place.name, of: pincode).model,
            "map_href": DispatchTab.map.address([("pincode", pincode.description)]),
            "gained": formats.number(site.gainedDemand), "after": formats.number(site.coveredDemandAfter),
            "after_share": view.share(site.coveredDemandAfter, of: plan.demandTotal),
            "imagine_href": ImaginedChange.opening(pincode, radius_km: imaginableRadius_km).address,
        ]
    }

    /// A what-if takes no greater circles.
    private var imaginableRadius_km: Double {
        min(plan.question.radius_km, ImaginedChange.radii_km.upperBound)
    }

    private var summary: String {
        words.text(
            isFewest ? "dispatch.suggestions.fewest" : "dispatch.suggestions.most",
            [
                "sites": formats.number(plan.sites.count), "gained": formats.number(plan.gainedDemand),
                "missing": formats.number(missing), "share": view.share(plan.gainedDemand, of: missing),
            ])
    }

    /// How good the answer is, as far as it is proven.
    private var bound: String {
        let name = isFewest ? "fewest" : "most"
        if plan.optimalityGap <= 0 { return words.text("dispatch.suggestions.\(name)_proven") }
        return words.text(
            "dispatch.suggestions.\(name)_bound",
            ["bound": formats.number(plan.bound), "gap": formats.percent(plan.optimalityGap)])
    }

    /// Of the map, where the same is worked out and drawn.
    private var mapAddress: String {
        DispatchTab.map.address(
            [("suggest", "1")] + SuggestionsPage.names.filter { !typed[$0].isEmpty }.map { ($0, typed[$0]) })
    }
}
