/// A choice of sites, how often each point is covered by it, and what is gained.
struct SiteSelection {
    /// In the order in which they were added.
    private(set) var sites: [Int] = []
    /// For each point the number of chosen sites that reach it.
    private(set) var covers: [Int32]
    /// The weight of all points covered.
    private(set) var gained = 0
    private(set) var isChosen: [Bool]

    init(for instance: CoverInstance) {
        covers = [Int32](repeating: 0, count: instance.pointCount)
        isChosen = [Bool](repeating: false, count: instance.siteCount)
    }

    init(_ sites: some Sequence<Int>, of instance: CoverInstance) {
        self.init(for: instance)
        for site in sites { add(site, of: instance) }
    }

    mutating func add(_ site: Int, of instance: CoverInstance) {
        sites.append(site)
        isChosen[site] = true
        for point in instance.points(of: site) {
            if covers[Int(point)] == 0 { gained += instance.weights[Int(point)] }
            covers[Int(point)] += 1
        }
    }

    mutating func remove(_ site: Int, of instance: CoverInstance) {
        sites.removeAll { $0 == site }
        isChosen[site] = false
        for point in instance.points(of: site) {
            covers[Int(point)] -= 1
            if covers[Int(point)] == 0 { gained -= instance.weights[Int(point)] }
        }
    }

    /// What the site would add.
    func gain(of site: Int, in instance: CoverInstance) -> Int {
        var gain = 0
        for point in instance.points(of: site) where covers[Int(point)] == 0 { gain += instance.weights[Int(point)] }
        return gain
    }

    /// Removes the sites all of whose points others reach too, the last added first.
    mutating func removeSuperfluous(of instance: CoverInstance) {
        for site in sites.reversed() where instance.points(of: site).allSatisfy({ covers[Int($0)] > 1 }) {
            remove(site, of: instance)
        }
    }
}
