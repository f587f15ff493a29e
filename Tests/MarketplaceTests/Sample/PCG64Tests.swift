import Testing

@testable import Marketplace

@Suite struct PCG64Tests {
    @Test func `the generator repeats the reference implementation`() {
        // The first numbers of the reference's own demonstration, pcg64_srandom(42, 54).
        var generator = PCG64(seed: 42, stream: 54)
        let numbers = (0..<6).map { _ in generator.next() }
        #expect(
            numbers == [
                0x86b1_da1d_7206_2b68, 0x1304_aa46_c985_3d39, 0xa367_0e9e_0dd5_0358,
                0xf909_0e52_9a7d_ae00, 0xc85b_9fd8_3799_6f2c, 0x6061_21f8_e391_9196,
            ])
    }

    @Test func `the default stream is the reference's`() {
        // As NumPy's PCG64 gives them from the same state and increment.
        var generator = PCG64(seed: 1)
        let numbers = (0..<4).map { _ in generator.next() }
        #expect(
            numbers == [
                0x5352_9c99_5c56_ba82, 0x55aa_e515_abca_2e61, 0x82ac_6da2_5a3e_f0ec, 0x40dd_c800_ed68_2373,
            ])
    }
}
