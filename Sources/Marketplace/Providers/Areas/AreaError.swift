import Matching

/// Why something can't be done with a service area.
package enum AreaError: Error, Equatable {
    /// There is none with this id, or its centre is somebody else's.
    case unknownArea
    case unknownVersion
    /// They have no cell.
    case unknownPincodes([Pincode])
    /// No city or town of the gazetteer is called so.
    case unknownCity(String)
    /// Several are, in these districts.
    case ambiguousCity(String, districts: [String])
    case unknownDistrict(Int32)
    /// Nothing of the circle lies in the allowed region, or it is too small to have corners.
    case emptyCircle
    /// The area was changed since the revision that the sender knows.
    case changedMeanwhile
    /// The decision doesn't follow from where the area stands.
    case illegalDecision(AreaDecision.Kind, status: AreaStatus)
    /// Neither it nor a change of it waits for an admin.
    case nothingProposed(status: AreaStatus)
    /// A centre may have this many.
    case tooManyAreas(limit: Int)
}
