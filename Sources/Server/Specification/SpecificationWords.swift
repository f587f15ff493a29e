import Marketplace

/// The page's own words.
struct SpecificationWords: Sendable {
    let title: String
    let introduction: String
    let machineReadable: String
    let contents: String
    let who: String
    let parameters: String
    let body: String
    let answers: String
    let required: String
    let shapes: String
    let roles: [String: String]

    init(_ language: Language) {
        self = language == .tamil ? Self.tamil : Self.english
    }

    private static let english = SpecificationWords(
        title: "Istri: the API", introduction: "Everything that programs can ask of this server.",
        machineReadable: "For programs: openapi.json", contents: "Contents", who: "For", parameters: "Parameters",
        body: "Body", answers: "Answers", required: "required", shapes: "Shapes",
        roles: [
            "nobody": "everybody", "customer": "customers", "provider": "providers", "dispatcher": "dispatchers",
            "admin": "admins",
        ])

    private static let tamil = SpecificationWords(
        title: "இஸ்திரி: நிரல் இடைமுகம்",
        introduction: "நிரல்கள் இந்தச் சேவையகத்திடம் கேட்கக்கூடிய அனைத்தும். விளக்கங்கள் ஆங்கிலத்தில் உள்ளன.",
        machineReadable: "நிரல்களுக்கு: openapi.json", contents: "உள்ளடக்கம்", who: "யாருக்கு",
        parameters: "அளவுருக்கள்", body: "உள்ளீடு", answers: "பதில்கள்", required: "கட்டாயம்", shapes: "வடிவங்கள்",
        roles: [
            "nobody": "அனைவருக்கும்", "customer": "வாடிக்கையாளர்", "provider": "பழுதுபார்ப்பவர்",
            "dispatcher": "ஒருங்கிணைப்பாளர்", "admin": "நிர்வாகி",
        ])

    private init(
        title: String, introduction: String, machineReadable: String, contents: String, who: String,
        parameters: String, body: String, answers: String, required: String, shapes: String, roles: [String: String]
    ) {
        self.title = title
        self.introduction = introduction
        self.machineReadable = machineReadable
        self.contents = contents
        self.who = who
        self.parameters = parameters
        self.body = body
        self.answers = answers
        self.required = required
        self.shapes = shapes
        self.roles = roles
    }
}
