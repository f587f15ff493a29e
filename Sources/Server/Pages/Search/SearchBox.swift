import Marketplace
import Matching

/// The form that searches, as `search/box` shows it: `box` with `q`, `hidden` (`name`, `value`), `mode_is.<mode>`,
/// `services` (`service`, `name`, `is_chosen`) and `any_service`.
struct SearchBox {
    let question: SearchQuestion
    let services: [RepairService]

    init(_ question: SearchQuestion = SearchQuestion(), services: [RepairService]) {
        self.question = question
        self.services = services
    }

    func model(_ language: Language) -> [String: Any] {
        [
            "box": [
                "q": question.text ?? "", "hidden": hidden, "mode_is": [question.mode.rawValue: true],
                "any_service": question.service == nil,
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
        guard let point = question.point else { return [] }
        var fields = [("lat", Coordinates.text(point.lat)), ("lng", Coordinates.text(point.lng))]
        if let accuracy_m = question.accuracy_m { fields.append(("accuracy_m", String(Int(accuracy_m.rounded())))) }
        fields.append(("point_of", question.text ?? ""))
        return fields.map { ["name": $0.0, "value": $0.1] }
    }
}
