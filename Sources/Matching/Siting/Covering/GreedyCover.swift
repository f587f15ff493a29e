/// The greedy choice (Nemhauser, Wolsey and Fisher 1978): always the site that adds most, at least 1 - 1/e of the
/// optimum. Lazily: a site's gain can only shrink, so an old gain that is too small need not be computed again.
enum GreedyCover {
    /// Adds to `selection` until it has `count` sites or none adds anything; of equal ones the first. `sites` ascend.
    static func extend(
        _ selection: inout SiteSelection, to count: Int, from sites: some Sequence<Int>, of instance: CoverInstance
    ) {
        var gains = sites.filter { !selection.isChosen[$0] }.map {
            (site: $0, gain: selection.gain(of: $0, in: instance))
        }
        while selection.sites.count < count {
            guard let best = nextBest(&gains, selection, instance) else { return }
            selection.add(gains[best].site, of: instance)
            gains.remove(at: best)
        }
    }

    /// Computes gains anew, the greatest first, until the greatest is up to date; nil when it is 0.
    private static func nextBest(
        _ gains: inout [(site: Int, gain: Int)], _ selection: SiteSelection, _ instance: CoverInstance
    ) -> Int? {
        while let top = greatest(gains), gains[top].gain > 0 {
            let gain = selection.gain(of: gains[top].site, in: instance)
            if gain == gains[top].gain { return top }
            gains[top].gain = gain
        }
        return nil
    }

    private static func greatest(_ gains: [(site: Int, gain: Int)]) -> Int? {
        var best: Int?
        var gain = -1
        for index in gains.indices where gains[index].gain > gain {
            best = index
            gain = gains[index].gain
        }
        return best
    }
}
