import CIPipeline
import Testing

@Suite struct IgnorePatternsTests {
    /// The example of the settings form, with the outcome its documentation promises.
    @Test(arguments: [
        ("airflow/x.py", true), ("README.md", true), ("dbt/models/a.sql", false), ("dbt/README.md", true), ("dbt/models/a.md", false),
        ("dbt/dbt_project.yml", false),
    ])
    func theUsualExample(path: String, isIgnored: Bool) {
        #expect(IgnorePatterns("*\n!dbt/*\ndbt/*.md").ignores(path) == isIgnored)
    }

    @Test(arguments: [
        ("*.md", "docs/a/b.md", true), ("*.md", "a.mdx", false), ("/docs", "docs/a", true), ("/docs", "x/docs/a", false),
        ("docs", "x/docs/a", true), ("docs/", "docs", false), ("docs/", "x/docs/a.txt", true), ("a/b", "x/a/b", false),
        ("**/b", "b", true), ("**/b", "x/y/b", true), ("a/**", "a", false), ("a/**", "a/x/y", true), ("a/**/z", "a/z", true),
        ("a/**/z", "a/b/c/z", true), ("a/*/z", "a/b/c/z", false), ("?.sql", "a.sql", true), ("?.sql", "ab.sql", false),
        ("[a-c].sql", "b.sql", true), ("[!a-c].sql", "b.sql", false), ("[]].sql", "].sql", true), ("[a.sql", "[a.sql", true),
        ("\\!keep", "!keep", true), ("\\#keep", "#keep", true), ("# comment", "# comment", false), ("a*b*c", "axxbyyc", true),
        ("a*b*c", "axxbyy", false), ("trailing   ", "trailing", true), ("", "x", false), ("*", "any/thing", true), ("a**b", "axb", true),
    ])
    func onePattern(pattern: String, path: String, isIgnored: Bool) {
        #expect(IgnorePatterns(pattern).ignores(path) == isIgnored)
    }

    @Test func theLastMatchWins() {
        let patterns = IgnorePatterns("*.sql\r\n!keep.sql\nkeep.sql\n!dir/keep.sql")
        #expect(patterns.ignores("keep.sql"))
        #expect(!patterns.ignores("dir/keep.sql"))
    }

    @Test func longNamesStayCheap() {
        #expect(!IgnorePatterns(String(repeating: "a*", count: 30) + "b").ignores(String(repeating: "a", count: 5_000)))
    }
}

@Suite struct IgnorePatternWarningTests {
    @Test(arguments: ["*!dbt/*dbt/*.md", "docs/*, *.md", "a b", "*;!dbt/*"])
    func severalPatternsOnOneLineAreWarnedOf(text: String) {
        #expect(IgnorePatterns.warning(about: text)?.hasPrefix("'\(text)' is one pattern") == true)
    }

    @Test(arguments: ["", "*.md", "*\n!dbt/*\ndbt/*.md", "# a comment, nothing else", "!dbt/*", "[!a]*.md"])
    func ordinaryTextsAreNot(text: String) {
        #expect(IgnorePatterns.warning(about: text) == nil)
    }
}
