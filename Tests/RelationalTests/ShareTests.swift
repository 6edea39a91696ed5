import Relational
import Testing

@Suite struct ShareTests {
    @Test(arguments: [
        ("0.001%", 0.00001), ("0.00001", 0.00001), ("1e-5", 0.00001), ("1E-3 %", 0.00001), ("99%", 0.99), ("0.99", 0.99),
        (" 99.9 % ", 0.999),
        (".5", 0.5), ("100e-2%", 0.01), ("+0.5", 0.5),
    ])
    func bothUnitsAreTheSameNumber(text: String, fraction: Double) {
        #expect(Share(text)?.fraction == fraction)
    }

    @Test(arguments: [
        "", "%", "0", "0%", "1", "100%", "99", "101%", "-0.1", "nan", "inf", "0,5", "1/2", "0.99.9", "0.5%%", "5 percent", "e5", "1e-400",
        "0.99999999999999999999",
    ])
    func whatIsNoPartOfAWholeIsNotRead(text: String) {
        #expect(Share(text) == nil)
    }
}
