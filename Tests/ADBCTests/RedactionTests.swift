import Testing

@testable import ADBC

@Suite struct RedactionTests {
    @Test(arguments: [
        ([("password", "s3cret")], "wrong password s3cret given", "wrong password *** given"),
        ([("uri", "postgresql://joe:p%40ss@host/db")], "cannot reach host with p@ss", "cannot reach host with ***"),
        ([("uri", "fake:snow@127.0.0.1:99/db?account=x")], "bad dsn fake:snow@127.0.0.1:99", "bad dsn fake:***@127.0.0.1:99"),
        ([("uri", "databricks://h?access_token=dapi1234")], "401 for dapi1234", "401 for ***"),
        ([("adbc.snowflake.sql.client_option.jwt_private_key_pkcs8_value", "KEY KEY")], "bad key: KEY KEY", "bad key: ***"),
        ([], "could not connect to postgresql://joe:hunter2@host", "could not connect to postgresql://joe:***@host"),
        ([("path", "/data/shop.duckdb")], "could not lock /data/shop.duckdb", "could not lock /data/shop.duckdb"),
        ([("password", "long-secret"), ("token", "long")], "long-secret", "***"),
    ])
    func blanksOutSecrets(options: [(String, String)], message: String, expected: String) {
        #expect(Redaction(options: options)(message) == expected)
    }

    @Test func bothSidesSecrets() {
        let both = Redaction(options: [("password", "one1")]).joined(Redaction(options: [("token", "two2")]))
        #expect(both("one1 two2") == "*** ***")
    }

    @Test func theDescriptionTellsEverythingElse() {
        let error = ADBCError(
            code: .notFound, attempt: "run a statement", driver: "postgresql", message: "no such table", sqlState: "42P01", vendorCode: 7,
            hint: "Look again.")
        #expect(
            error.description
                == "could not run a statement (driver 'postgresql'): no such table [SQLSTATE 42P01, vendor code 7]\nLook again.")
    }
}
