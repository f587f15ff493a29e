import Foundation
import HTTPTypes
import Marketplace
import Matching
import Postgres
import TestSupport
import Testing

@testable import Server

/// `/provider/centres/{id}/area`.
@Suite(.server) struct OwnAreaPagesTests {
    private var words: Words { Site.current[.english].words }

    private func page(_ owner: Person) async throws -> (browser: Browser, path: String, page: WebPage) {
        let centre = try await server.register(as: owner)
        let browser = Browser(server, as: owner)
        let path = CentrePart.area.path(of: centre.id)
        return (browser, path, try await browser.open(path))
    }

    private static let outline = """
        {"type":"Polygon","coordinates":[[[80.2,13.0],[80.25,13.0],[80.25,13.05],[80.2,13.05],[80.2,13.0]]]}
        """

    @Test(arguments: [
        (["kind": "radius", "radius_km": "4.5"], "provider.area.kind.radius", ["km": "4.5"]),
        (["kind": "pincodes", "pincodes": "600001, 600002\n௬௦௦௦௦௩"], "provider.area.kind.pincodes", ["count": "3"]),
        (
            ["kind": "pincodes", AreaForm.nearName: "600001", "pincodes": "600002 600001"],
            "provider.area.kind.pincodes", ["count": "2"]
        ),
        (["kind": "district", "district_lgd": "568"], "", [:]),
        (["kind": "city", "city": "Madurai"], "provider.area.kind.city", ["city": "Madurai"]),
        (["kind": "city", "city": "Gudalur", "district_lgd": "587"], "provider.area.kind.city", ["city": "Gudalur"]),
        (["kind": "polygon", "geometry": outline], "provider.area.kind.polygon", [:]),
    ])
    func `an area is proposed by the form alone, waits for an admin, and can be taken back`(
        typed: [String: String], key: String, values: [String: String]
    ) async throws {
        let (browser, path, page) = try await page(try await server.person(.provider))
        #expect(page.text.contains(words.text("provider.area.none")))
        let proposed = try await browser.submit(try page.form(path), typed)
        #expect(proposed.address == path + "?done=provider.area_proposed", "\(proposed.text)")
        #expect(proposed.text.contains(words.text("provider.area.state.proposed")))
        if !key.isEmpty { #expect(proposed.text.contains(words.text(key, values))) }
        let withdraw = try #require(WebForm.all(in: proposed.html).first { $0.action.hasSuffix("/withdraw") })
        let other = try await server.person(.provider)
        #expect(try await server.send(.post, withdraw.action, as: other).status == 404)
        let outdated = try await browser.submit(withdraw, ["revision": "99"])
        #expect(outdated.status == 422 && outdated.text.contains(words.text("errors.changed_meanwhile")))
        let gone = try await browser.submit(withdraw)
        #expect(gone.address == path + "?done=provider.area_withdrawn")
        #expect(gone.text.contains(words.text("provider.area.none")))
    }

    @Test(arguments: Language.allCases) func `what is wrong is told beside the field`(language: Language) async throws {
        let owner = try await server.person(.provider)
        let path = CentrePart.area.path(of: try await server.register(as: owner).id)
        let browser = Browser(server, as: owner, choosing: language)
        let words = Site.current[language].words
        let form = try await browser.open(path).form(path)
        let crossed = Self.outline.replacing("[80.25,13.0],[80.25,13.05]", with: "[80.25,13.05],[80.25,13.0]")
        for (typed, field, key) in [
            (["kind": "radius", "radius_km": ""], "radius_km", "frame.field.missing"),
            (["kind": "radius", "radius_km": "500"], "radius_km", "areas.field.radius_km.wrong"),
            (["kind": "pincodes", "pincodes": "600001 6000"], "pincodes", "areas.field.pincodes.wrong"),
            (["kind": "pincodes", "pincodes": " "], "pincodes", "areas.field.pincodes.missing"),
            (["kind": "pincodes", "pincodes": "110001"], "pincodes", "areas.field.pincodes.unknown_pincode"),
            (["kind": "city", "city": "<b>Atlantis"], "city", "errors.unknown_city"),
            (["kind": "city", "city": "Gudalur"], "district_lgd", "errors.ambiguous_city"),
            (["kind": "district", "district_lgd": ""], "district_lgd", "areas.field.district_lgd.missing"),
            (["kind": "polygon"], "geometry", "areas.field.geometry.missing"),
            (["kind": "polygon", "geometry": "<b>{"], "geometry", "editor.refused_not_readable"),
            (["kind": "polygon", "geometry": crossed], "geometry", "editor.refused_self_intersection"),
            (["kind": "all"], "kind", "areas.field.kind.wrong"),
        ] {
            let refused = try await browser.submit(form, typed)
            #expect(refused.status == 422 && refused.error(of: field) == words.text(key), "\(typed)")
            #expect(!refused.html.contains("<b>Atlantis") && !refused.html.contains("<b>{"))
            // The script leaves the fields as they are, in place of what is stored.
            #expect(refused.html.contains(" data-refused>"))
            for (name, text) in typed where name != "kind" {
                #expect(try refused.form(path).fields[name] == text, "\(name)")
            }
        }
    }

    @Test func `the pincodes near the centre are there to be checked, and stay checked`() async throws {
        let owner = try await server.person(.provider)
        let (browser, path, page) = try await page(owner)
        let boxes = page.html.matches(of: /type="checkbox" name="near\[\]" value="(\d{6})"/).map { String($0.1) }
        #expect(boxes.count == 40 && Set(boxes).count == 40 && boxes.first == "600001")
        // By another way: nearest by the geodesic, of all.
        let nearest = try await server.pool.query(
            """
            SELECT p.pincode::text FROM pincodes p, service_providers s WHERE s.user_id = \(owner.id)
            ORDER BY ST_Distance(p.location::geography, s.location::geography), p.pincode LIMIT 20
            """
        ).map { try $0.decode(String.self) }
        #expect(Set(nearest).isSubset(of: boxes))
        let form = try page.form(path)
        let refused = try await browser.submit(form, ["kind": "pincodes", "near[]": "600003", "pincodes": "1"])
        #expect(refused.status == 422)
        #expect(try refused.form(path).fields.all(AreaForm.nearName) == ["600003"])
        let proposed = try await browser.submit(form, ["kind": "pincodes", "near[]": "600003", "pincodes": "641001"])
        let link = try #require(proposed.links(path + "/").first)
        // Of what it consists of, the near one has its box, the far one is text.
        let again = try await browser.open(link).form(link).fields
        #expect(again["kind"] == "pincodes" && again.all(AreaForm.nearName) == ["600003"])
        #expect(again["pincodes"] == "641001")
    }

    @Test(arguments: ["geojson", "KML", "zip"]) func `a file is an area too`(ending: String) async throws {
        let owner = try await server.person(.provider)
        let (browser, path, page) = try await page(owner)
        let ring: ShapefileWriter.Ring = [
            (80.2, 13.0), (80.2, 13.05), (80.25, 13.05), (80.25, 13.0), (80.2, 13.0),
        ]
        let text = ring.map { "\($0.x),\($0.y)" }.joined(separator: " ")
        let kml = """
            <kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>
            \(text)</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>
            """
        let content =
            switch ending {
            case "geojson": Array(Self.outline.utf8)
            case "KML": Array(kml.utf8)
            default: ShapefileWriter([[ring]]).zipped()
            }
        let proposed = try await browser.upload(
            try page.form(path), ["kind": "polygon"], file: "file", name: "my area.\(ending)", content)
        #expect(proposed.address == path + "?done=provider.area_proposed", "\(proposed.text)")
        let (area_km2, type) = try await server.pool.query(
            """
            SELECT a.area_km2, a.request ->> 'content_type' FROM service_areas a JOIN service_providers s
                ON s.id = a.provider_id WHERE s.user_id = \(owner.id)
            """)[0].decode(Double.self, String.self)
        #expect(abs(area_km2 - 30.0) < 0.1 && type == AreaFile(named: "x.\(ending)")?.rawValue)
    }

    @Test(arguments: Language.allCases) func `a file that can't be used is told beside its field`(
        language: Language
    ) async throws {
        let owner = try await server.person(.provider)
        let path = CentrePart.area.path(of: try await server.register(as: owner).id)
        let browser = Browser(server, as: owner, choosing: language)
        let words = Site.current[language].words
        let form = try await browser.open(path).form(path)
        let point = #"{"type":"Point","coordinates":[80.2,13.0]}"#
        for (name, content, key) in [
            ("<b>.pdf", "%PDF", "areas.field.file.wrong_kind"), ("area", "{}", "areas.field.file.wrong_kind"),
            ("area.kml", "<kml>", "editor.refused_not_readable"), ("area.zip", "PK", "editor.refused_not_readable"),
            ("area.json", point, "editor.refused_no_polygon"), ("area.json", "", "editor.refused_not_readable"),
            ("area.json", String(repeating: " ", count: 300_000), "editor.refused_file_too_large"),
        ] {
            let refused = try await browser.upload(
                form, ["kind": "polygon", "radius_km": "7"], file: "file", name: name, Array(content.utf8))
            #expect(refused.status == 422 && refused.error(of: "file") == words.text(key), "\(name) \(key)")
            #expect(try refused.form(path).fields["radius_km"] == "7" && !refused.html.contains("<b>.pdf"))
        }
        let huge = try await browser.upload(
            form, ["kind": "polygon"], file: "file", name: "area.json", [UInt8](repeating: 32, count: 1 << 20))
        #expect(huge.status == 413)
    }

    @Test func `an area in force stays so while a change of it waits, and the history tells all of it`() async throws {
        let (owner, admin) = (try await server.person(.provider), try await server.person(.admin))
        let centre = try await server.approvedCentre(of: owner)
        let area = try await server.draw(["kind": "radius", "radius_km": 2], of: centre.id, as: admin)
        let id = try #require(area.id)
        let browser = Browser(server, as: owner)
        let path = CentrePart.area.path(of: centre.id) + "/\(id)"
        let page = try await browser.open(path)
        #expect(page.html.contains("data-area-id=\"\(id)\"") && page.html.contains("data-preview=\"check\""))
        #expect(!page.html.contains("data-refused"))
        let form = try page.form(path)
        #expect(form.fields["radius_km"] == "2.0" && form.fields.has("revision"))
        let changed = try await browser.submit(form, ["kind": "radius", "radius_km": "3"])
        #expect(changed.status == 200 && changed.address.hasSuffix("/area?done=provider.area_proposed"))
        #expect(try await server.area(id, as: owner).radius_km == 2)
        // Whoever began from what was there before is told, loses nothing, and may then send it all the same.
        let late = try await browser.submit(form, ["kind": "pincodes", "pincodes": "641001"])
        #expect(late.status == 422 && late.text.contains(words.text("errors.changed_meanwhile")))
        #expect(try late.form(path).fields["pincodes"] == "641001")
        #expect(try await browser.submit(try late.form(path)).status == 200)
        let rejected = try await server.decideArea("reject", id, reason: "Too <far>", as: admin)
        #expect(rejected.status == 200)
        let history = try await browser.open(path)
        for status in ["in_force", "rejected", "superseded"] {
            #expect(history.text.contains(words.text("areas.status.\(status)")), "\(status)")
        }
        #expect(history.html.contains("Too &lt;far&gt;") && history.rows.count == 3)
        let other = try await server.person(.provider)
        let others = try await server.approvedCentre(of: other)
        for address in [path, CentrePart.area.path(of: others.id) + "/\(id)"] {
            #expect(try await Browser(server, as: other).open(address).status == 404)
            #expect(try await server.send(.post, address, as: other).status == 404)
        }
    }
}
