import Testing

@testable import Sandbox

@Suite("The warehouse's URI")
struct PostgreSQLAddressTests {
    @Test("All parts, percent-encoded")
    func everything() throws {
        let address = try PostgreSQLAddress(uri: "postgresql://d%40bt:p%3Aw%2F%20%25%23%C3%BC@db.example:6543/shop%20data?sslmode=require")
        #expect(address.host == "db.example")
        #expect(address.port == 6543)
        #expect(address.user == "d@bt")
        #expect(address.password == "p:w/ %#ü")
        #expect(address.database == "shop data")
        #expect(address.sslMode == "require")
    }

    @Test("Port and password may be absent")
    func defaults() throws {
        let address = try PostgreSQLAddress(uri: "postgres://dbt@db.example/shop")
        #expect(address.port == 5432)
        #expect(address.password.isEmpty)
        #expect(address.sslMode == nil)
    }

    @Test(
        "Hosts in every form",
        arguments: [
            ("postgresql://u@[::1]:5433/d", "::1"), ("postgresql://u@%2Fvar%2Frun%2Fpostgresql/d", "/var/run/postgresql"),
            ("postgresql://u@/d?host=/tmp/socket", "/tmp/socket"), ("postgresql://u@/d", "localhost"),
        ])
    func hosts(uri: String, host: String) throws {
        #expect(try PostgreSQLAddress(uri: uri).host == host)
    }

    @Test(
        "What cannot be used is refused without repeating it",
        arguments: [
            "postgresql://u:s3cret@h", "postgresql://u:s3cret@h/", "postgresql://:s3cret@h/d", "postgresql://u:s3cret@h:0/d",
            "postgresql://u:s3cret@h:70000/d", "postgresql://u:s3cret@h:x/d", "postgresql://u:s3cret@h/d?password=s3cret",
            "postgresql://u:s3cret%ZZ@h/d", "postgresql://u:s3cret%FF@h/d", "postgresql://u:s3cret with blanks@h/d",
            "postgresql://u:s3cret@h/d#s3cret", "postgresql://u:s3cret@a,b/d", "mysql://u:s3cret@h/d", "duckdb:///s3cret", "s3cret", "",
        ])
    func refusals(uri: String) throws {
        let error = try #require(throws: SandboxError.self) { try SandboxWarehouse(uri: uri) }
        #expect(error.description.hasPrefix("cannot use the warehouse's URI: "))
        #expect(!error.description.contains("s3cret"))
    }
}
