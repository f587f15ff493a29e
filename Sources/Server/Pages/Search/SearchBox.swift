import Marketplace
import Matching

/// The form that searches, as `search/box` shows it: `box` with `q`, `hidden` (`name`, `value`), `mode_is.<mode>`,
/// `services` (`service`, `name`, `is_chosen`), `any_service`, and `chooses_mode` unless it `is_compact`.
struct SearchBox {
    let question: SearchQuestion
    let services: [RepairService]
    /// Above a list of centres it is small, or the first of them stood below a phone's view; service and "near me" are
    /// folded away, and it carries the mode along, for which the results have links.
    var isCompact = false

    init(_ question: SearchQuestion = SearchQuestion(), services: [RepairService], isCompact: Bool = false) {
        self.question = question
        self.services = services
        self.isCompact = isCompact
    }

    func model(_ language: Language) -> [String: Any] {
        [
            "box": [
                "q": question.text ?? "", "hidden": hidden, "mode_is": [question.mode.rawValue: true],
                "any_service": question.service == nil, "chooses_mode": !isCompact, "is_compact": isCompact,
                "services": services.map { service in
                    [
                        "service": service.service,
                        "name": language == .tamil ? service.name_ta : service.name,
                        "is_chosen": service.service == question.service,
                    ] as [String: Any]
                },
            ] as [String: Any]
        ]
    }

    /// A chosen place stays chosen while its text does; see `SearchQuestion`.
    private var hidden: [[String: Any]] {
        var fields: [(String, String)] = []
        if isCompact { fields.append(("mode", question.mode.rawValue)) }
        if let point = question.point {
            fields.append(("lat", Coordinates.text(point.lat)))
            fields.append(("lng", Coordinates.text(point.lng)))
            if let accuracy_m = question.accuracy_m {
                fields.append(("accuracy_m", String(Int(accuracy_m.rounded()))))
            }
            fields.append(("point_of", question.text ?? ""))
        }
        return fields.map { ["name": $0.0, "value": $0.1] }
    }
}
