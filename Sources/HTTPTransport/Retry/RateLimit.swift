/// Reads what a reply says about a rate limit.
///
/// GitHub: <https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api>,
/// GitLab: <https://docs.gitlab.com/administration/settings/user_and_ip_rate_limits/#response-headers>.
package enum RateLimit {
    /// Whether the call was refused for calling too often: 429, or GitHub's 403 with an exhausted or a secondary limit.
    package static func isLimited(_ reply: HTTPReply) -> Bool {
        if reply.status == 429 { return true }
        guard reply.status == 403 else { return false }
        return reply.headers["retry-after"] != nil || reply.headers["x-ratelimit-remaining"] == "0" || isSecondary(reply)
    }

    /// How long the server asks to wait; nil when it does not say.
    ///
    /// `Retry-After` counts first, as seconds or as a date, then `x-ratelimit-reset` (GitLab: `ratelimit-reset`) of an exhausted limit,
    /// then the minute that GitHub asks for after a secondary limit.
    /// A date is read against the reply's own `Date`, so a clock that goes wrong here does no harm.
    package static func wait(asked reply: HTTPReply, wallClock: Double) -> Duration? {
        let now = reply.headers["date"].flatMap { Timestamp.seconds(httpDate: $0) } ?? wallClock
        if let text = reply.headers["retry-after"] {
            if let seconds = Double(text), seconds.isFinite { return duration(seconds) }
            if let date = Timestamp.seconds(httpDate: text) { return duration(date - now) }
        }
        for prefix in ["x-", ""] where reply.headers["\(prefix)ratelimit-remaining"] == "0" {
            guard let reset = reply.headers["\(prefix)ratelimit-reset"].flatMap(Double.init), reset.isFinite else { continue }
            // The reset is a whole second, so the last fraction of it is waited out.
            return duration(reset - now + 1)
        }
        return isSecondary(reply) ? .seconds(60) : nil
    }

    private static func isSecondary(_ reply: HTTPReply) -> Bool {
        [403, 429].contains(reply.status) && String(decoding: reply.body.prefix(4096), as: UTF8.self).contains("secondary rate limit")
    }

    /// No negative wait, and none that overflows: a year is as good as never.
    private static func duration(_ seconds: Double) -> Duration { .seconds(min(max(seconds, 0), 31_536_000)) }
}
