import Foundation
import HTTPTransport
import Store
import Testing

@Suite struct PeopleTests {
    private let place = StoreTests.Place()
    private func store() throws -> Store { try place.open() }

    private func administrator(_ store: Store) async throws -> UserRecord {
        try await store.openLink(Secret("first"), userID: nil, now: 1, expiresAt: 100)
        return try await store.makeFirstAdministrator(link: Secret("first"), email: "ann@x", name: "Ann", passwordHash: "h", now: 2)
    }

    private func code(_ work: () async throws -> Void) async throws -> StoreError.Code? {
        do {
            try await work()
            return nil
        } catch let error as StoreError {
            return error.code
        }
    }

    @Test func theFirstLinkWorksOnceAndOnlyForNobody() async throws {
        let store = try store()
        _ = try await administrator(store)
        #expect(try await store.link(Secret("first"), now: 3) == nil)
        #expect(
            try await code {
                _ = try await store.makeFirstAdministrator(link: Secret("first"), email: "b@x", name: "B", passwordHash: "h", now: 3)
            } == .conflict)
        try await store.openLink(Secret("second"), userID: nil, now: 3, expiresAt: 100)
        #expect(
            try await code {
                _ = try await store.makeFirstAdministrator(link: Secret("second"), email: "b@x", name: "B", passwordHash: "h", now: 4)
            } == .conflict)
        #expect(try await store.users().map(\.email) == ["ann@x"])
    }

    @Test func linksRunOut() async throws {
        let store = try store()
        try await store.openLink(Secret("late"), userID: nil, now: 1, expiresAt: 100)
        #expect(try await store.link(Secret("late"), now: 99) != nil)
        #expect(try await store.link(Secret("late"), now: 100) == nil)
    }

    @Test func aNewPasswordEndsSessionsAndLinks() async throws {
        let store = try store()
        let ann = try await administrator(store)
        try await store.openSession(Secret("s"), userID: ann.id, now: 3, expiresAt: 50)
        try await store.openLink(Secret("r"), userID: ann.id, now: 3, expiresAt: 50)
        #expect(try await store.user(session: Secret("s"), now: 4)?.email == "ann@x")
        #expect(try await store.user(session: Secret("s"), now: 50) == nil)
        _ = try await store.setPassword("new", link: Secret("r"), now: 5)
        #expect(try await store.user(session: Secret("s"), now: 6) == nil)
        #expect(try await store.link(Secret("r"), now: 6) == nil)
        #expect(try await store.user(email: "ANN@x")?.passwordHash == "new")
    }

    @Test func somebodyIsAlwaysLeftToAdminister() async throws {
        let store = try store()
        let ann = try await administrator(store)
        #expect(try await code { try await store.removeUser(ann.id) } == .conflict)
        #expect(try await code { try await store.setRole(.viewer, ofUser: ann.id) } == .conflict)
        let ben = try await store.addUser(email: "ben@x", name: "Ben", role: .admin, now: 3)
        try await store.openSession(Secret("s"), userID: ben.id, now: 3, expiresAt: 50)
        try await store.setRole(.viewer, ofUser: ben.id)
        #expect(try await store.user(session: Secret("s"), now: 4) == nil)
        #expect(try await code { try await store.removeUser(ann.id) } == .conflict)
        try await store.removeUser(ben.id)
        #expect(try await code { _ = try await store.addUser(email: "Ann@X", name: "A", role: .viewer, now: 5) } == .conflict)
    }

    @Test func tokensAreInNoFile() async throws {
        let store = try store()
        let ann = try await administrator(store)
        try await store.openSession(Secret("session-token-1"), userID: ann.id, now: 3, expiresAt: 50)
        try await store.openLink(Secret("link-token-1"), userID: ann.id, now: 3, expiresAt: 50)
        _ = try await store.addAPIKey(name: "k", role: .viewer, key: Secret("api-key-1"), now: 3)
        for data in place.everything {
            for secret in ["session-token-1", "link-token-1", "api-key-1"] { #expect(data.firstRange(of: Data(secret.utf8)) == nil) }
        }
    }

    @Test func aTokenOfOneKindIsNoneOfAnother() async throws {
        let store = try store()
        let ann = try await administrator(store)
        try await store.openSession(Secret("t"), userID: ann.id, now: 3, expiresAt: 50)
        #expect(try await store.link(Secret("t"), now: 4) == nil)
        #expect(try await store.apiKey(matching: Secret("t")) == nil)
    }

    @Test func passwordsAreHashedWithSaltAndCost() throws {
        let password = Secret("correct horse battery")
        let one = try #require(PasswordHash.make(password, cost: .small)).text
        let two = try #require(PasswordHash.make(password, cost: .small)).text
        #expect(one != two && one.hasPrefix("$scrypt$ln=4,r=8,p=1$"))
        #expect(PasswordHash.matches(password, one) && PasswordHash.matches(password, two))
        #expect(!PasswordHash.matches(Secret("correct horse batterz"), one))
        for broken in [nil, "", "x", "$scrypt$ln=4,r=8,p=1$AAAA$", one + "="] as [String?] {
            #expect(!PasswordHash.matches(password, broken, cost: .small))
        }
        // RFC 7914, section 12, but for its salt and length: the parameters are those stored.
        #expect(PasswordHash.matches(password, one, cost: .usual))
    }
}
