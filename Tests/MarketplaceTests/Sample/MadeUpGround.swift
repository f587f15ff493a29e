@testable import Marketplace

/// A small state of three districts, a row each, of 6 square pincodes: the first a city of 2.5 km cells,
/// the others of 11 km cells.
func madeUpGround() -> SampleGround {
    let districts = [
        SampleGround.District(lgd: 1, name: "Uno", seat: "Unopet", seatPoint: nil, population: 600_000),
        SampleGround.District(
            lgd: 2, name: "Due", seat: "Duepet", seatPoint: SamplePoint(lat: 10.25, lng: 78.05), population: 300_000),
        SampleGround.District(lgd: 3, name: "Tre", seat: "Trepet", seatPoint: nil, population: 100_000),
    ]
    var ground = SampleGround(districts: districts, pincodes: [], offices: [], borderPoints: [])
    for (row, district) in districts.enumerated() {
        let side = row == 0 ? 0.0225 : 0.1
        for column in 0..<6 {
            add(
                district: district, south: 10 + 0.2 * Double(row), west: 78 + side * Double(column), side: side,
                pincode: Int32(600_001 + row * 100 + column), to: &ground)
        }
    }
    for pincode in ground.pincodes where pincode.districtLGD == 3 {
        let point = SamplePoint(lat: pincode.point.lat + 0.05, lng: pincode.point.lng)
        ground.borderPoints.append(SampleGround.BorderPoint(pincode: pincode.pincode, point: point))
    }
    return ground
}

private func add(
    district: SampleGround.District, south: Double, west: Double, side: Double, pincode: Int32,
    to ground: inout SampleGround
) {
    let middle = SamplePoint(lat: south + side / 2, lng: west + side / 2)
    var cell = CellShape()
    cell.append(ring: [west, south, west + side, south, west + side, south + side, west, south + side, west, south])
    ground.pincodes.append(
        SampleGround.Pincode(
            pincode: pincode, name: "Place \(pincode)", districtLGD: district.lgd,
            point: middle, cell: cell, cellPoint: middle, cellAreaKm2: side * 110.6 * side * 109.3))
    for (offset, kind) in [(0.2, SampleGround.Office.Kind.sub), (0.8, .branch), (9, .branch)] {
        // The last lies far outside the cell, as some do.
        let point = SamplePoint(lat: south + side * offset, lng: west + side * offset)
        ground.offices.append(
            SampleGround.Office(
                pincode: pincode, area: "Area \(pincode) \(offset)", districtLGD: district.lgd, kind: kind,
                delivers: kind == .sub, point: point))
    }
}
