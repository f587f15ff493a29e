import Foundation
import Testing

@testable import Marketplace

@Suite struct RandomVariatesTests {
    @Test func `log, exp and cos agree with the system's`() {
        var generator = PCG64(seed: 7)
        for _ in 0..<20_000 {
            let x = generator.uniform() * 1e6 + 1e-9
            #expect(abs(PortableMath.log(x) - Foundation.log(x)) <= 1e-14)
            let y = generator.uniform() * 20 - 10
            #expect(abs(PortableMath.exp(y) - Foundation.exp(y)) <= 1e-14 * Foundation.exp(y))
            let degrees = generator.uniform() * 160 - 80
            let cosine = Foundation.cos(degrees * .pi / 180)
            #expect(abs(PortableMath.cos(degrees: degrees) - cosine) <= 1e-15)
        }
    }

    @Test func `gaussian numbers have mean 0, deviation 1 and normal tails`() {
        var generator = PCG64(seed: 8)
        let numbers = (0..<100_000).flatMap { _ in
            let pair = generator.gaussianPair()
            return [pair.0, pair.1]
        }
        let count = Double(numbers.count)
        let mean = numbers.reduce(0, +) / count
        let variance = numbers.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / count
        #expect(abs(mean) < 0.01)
        #expect(abs(variance - 1) < 0.02)
        let beyondTwo = Double(numbers.count { abs($0) > 2 }) / count
        #expect(abs(beyondTwo - 0.0455) < 0.002)
    }

    @Test func `log-normal numbers have the asked median`() {
        var generator = PCG64(seed: 9)
        let numbers = (0..<20_001).map { _ in generator.logNormal(median: 12, sigma: 0.5) }.sorted()
        #expect(abs(numbers[10_000] - 12) < 0.2)
        #expect(abs(numbers[16_827] - 12 * Foundation.exp(0.5)) < 0.6)
    }

    @Test func `whole numbers below a bound come equally often`() {
        var generator = PCG64(seed: 10)
        var counts = [0, 0, 0, 0, 0, 0, 0]
        for _ in 0..<70_000 { counts[generator.below(7)] += 1 }
        #expect(counts.allSatisfy { abs($0 - 10_000) < 400 })
    }

    @Test func `a weighted choice follows the weights and never draws weight 0`() {
        let choice = WeightedChoice(weights: [0, 12, 5, 0, 2, 1, 0])
        var generator = PCG64(seed: 11)
        var counts = Array(repeating: 0, count: 7)
        for _ in 0..<40_000 { counts[choice.draw(using: &generator)] += 1 }
        #expect(counts[0] == 0 && counts[3] == 0 && counts[6] == 0)
        #expect(abs(counts[1] - 24_000) < 500)
        #expect(abs(counts[5] - 2_000) < 200)
    }

    @Test func `a deck gives every kind exactly its share`() {
        var deck = Deck(cards: 400, shares: [94, 3, 2, 1])
        #expect(deck.left == [376, 12, 8, 4])
        var generator = PCG64(seed: 12)
        var counts = [0, 0, 0, 0]
        for _ in 0..<400 { counts[deck.draw(using: &generator)] += 1 }
        #expect(counts == [376, 12, 8, 4])
        #expect(deck.left == [0, 0, 0, 0])
    }

    @Test func `a deck that does not divide evenly still has all its cards`() {
        #expect(Deck(cards: 10, shares: [1, 1, 1]).left == [4, 3, 3])
        #expect(Deck(cards: 1, shares: [94, 3, 2, 1]).left == [1, 0, 0, 0])
        #expect(Deck(cards: 7, shares: [0, 0.5, 0.5]).left == [0, 4, 3])
    }
}
