package io.keelson.tenancy.invitation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What may be set of invitations. */
@ConfigMapping(prefix = "keelson.invitations")
public interface InvitationsConfig {
  /** Whether people are invited by mail; in production that needs a mail server. */
  @WithDefault("true")
  boolean enabled();
}
