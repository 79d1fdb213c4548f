package io.keelson.tenancy.invitation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What may be set of invitations. */
@ConfigMapping(prefix = "keelson.invitations")
public interface InvitationsConfig {
  /** Whether people are invited by mail; in production that needs a mail server. */
  @WithDefault("true")
  boolean enabled();

  /** How many mails the invitations of one tenant may send in a day, by UTC. */
  @WithDefault("500")
  int mailsPerDay();

  /** How many mails the invitations of one person may send in a day, by UTC, from all tenants. */
  @WithDefault("500")
  int mailsPerPersonPerDay();

  /** How many mails of invitations one address gets in a day, by UTC, from all tenants. */
  @WithDefault("20")
  int mailsToAddressPerDay();
}
