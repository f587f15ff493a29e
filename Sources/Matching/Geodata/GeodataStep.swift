import Postgres

/// One step of a load, which leaves its result in temporary tables for the next.
struct GeodataStep: Sendable {
    let name: String
    /// Of the whole time, as measured on the real data; for the progress bar alone.
    let share: Double
    let query: Query

    static func steps(_ files: GeodataFiles) -> [GeodataStep] {
        [
            GeodataStep(
                name: "reading offices and districts", share: 0.08,
                query: """
                    SELECT geodata_stage(\(files.offices), \(files.districts), \(files.boundaries),
                        \(files.corrections), \(files.overrides), \(files.shifts), \(files.taluks))
                    """),
            GeodataStep(
                name: "reading names", share: 0.02,
                query: "SELECT gazetteer_stage(\(files.places), \(files.taluks))"),
            GeodataStep(name: "repairing coordinates", share: 0.24, query: "SELECT geodata_repair()"),
            GeodataStep(name: "weighing offices", share: 0.02, query: "SELECT geodata_weigh()"),
            GeodataStep(name: "placing pincodes", share: 0.09, query: "SELECT geodata_centroids()"),
            GeodataStep(name: "cutting cells", share: 0.10, query: "SELECT geodata_cells()"),
            GeodataStep(name: "describing quality", share: 0.02, query: "SELECT geodata_describe()"),
            GeodataStep(name: "putting the data in force", share: 0.02, query: "SELECT geodata_replace()"),
            GeodataStep(name: "estimating demand", share: 0.01, query: "SELECT demand_estimate()"),
            GeodataStep(name: "drawing the map's ground", share: 0.27, query: "SELECT tile_ground_build()"),
            GeodataStep(name: "drawing the region", share: 0.02, query: "SELECT allowed_region_keep()"),
            GeodataStep(
                name: "cutting the ground into pieces", share: 0.03, query: "SELECT coverage_pieces_build()"),
            GeodataStep(name: "building the gazetteer", share: 0.09, query: "SELECT gazetteer_build()"),
        ]
    }
}
