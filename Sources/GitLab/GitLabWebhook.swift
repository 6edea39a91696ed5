package import HTTPTransport

/// GitLab's webhook deliveries.
///
/// They carry the secret itself, in the header `X-Gitlab-Token`, and no signature.
/// <https://docs.gitlab.com/user/project/integrations/webhooks/>
package enum GitLabWebhook {
    /// Whether the header's value is the secret; an empty secret is never right.
    package static func verify(token: String, secret: Secret) -> Bool { secret.matches(token) }
}
