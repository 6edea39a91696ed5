import Foundation
import Synchronization

/// Makes guessing passwords slow: after five failures for an address, each further one doubles the time until the next attempt counts.
///
/// Addresses that nobody has are treated alike. Kept in memory: a restart forgives.
final class SignInThrottle: Sendable {
    private struct Failures {
        var count: Int
        var until: Double
        var last: Double
    }

    private static let free = 5
    /// Seconds.
    private static let longest = 900.0
    private static let most = 10_000
    private let failures = Mutex<[String: Failures]>([:])

    /// Seconds to wait before an attempt counts; nil when it may be made now.
    func wait(for email: String, now: Double) -> Double? {
        failures.withLock { failures in
            guard let known = failures[email.lowercased()], known.until > now else { return nil }
            return known.until - now
        }
    }

    /// Notes a failure, and how long the next attempt has to wait.
    func fail(_ email: String, now: Double) {
        failures.withLock { failures in
            if failures.count >= Self.most { failures = failures.filter { now - $0.value.last < Self.longest } }
            if failures.count >= Self.most, let oldest = failures.min(by: { $0.value.last < $1.value.last }) {
                failures[oldest.key] = nil
            }
            var known = failures[email.lowercased()] ?? Failures(count: 0, until: 0, last: now)
            // What lies a while back counts no more.
            if now - known.last > Self.longest { known.count = 0 }
            known.count += 1
            known.last = now
            let extra = known.count - Self.free
            known.until = extra < 0 ? 0 : now + min(Self.longest, pow(2, Double(min(extra, 20))) * 5)
            failures[email.lowercased()] = known
        }
    }

    func succeed(_ email: String) {
        failures.withLock { $0[email.lowercased()] = nil }
    }
}
