package io.keelson.tenancy.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long what is over stays on the ground floor. */
@ConfigMapping(prefix = "keelson.retention")
public interface TenancyRetentionConfig {
  /** How long a request with an {@code Idempotency-Key} is answered as it was the first time. */
  @WithDefault("PT24H")
  Duration idempotencyKeys();

  /** Uploads that are finished, failed or expired; what they brought stays. */
  @WithDefault("P7D")
  Duration uploads();

  /** Events that every handler has taken. */
  @WithDefault("P7D")
  Duration events();

  /** Deliveries that no process takes, since their handler is no longer in the program. */
  @WithDefault("P30D")
  Duration undeliveredEvents();

  /** Events that a handler has failed on too often, replayed or not. */
  @WithDefault("P30D")
  Duration deadLetters();

  /** API keys that were revoked or have expired. */
  @WithDefault("P90D")
  Duration endedKeys();

  /** Invitations that were accepted or revoked or have expired. */
  @WithDefault("P30D")
  Duration endedInvitations();

  /** Mails that are kept here where no mail server is set. */
  @WithDefault("P7D")
  Duration localMails();

  /** Days of refusals and hours of points, from their beginning; a week of them is shown. */
  @WithDefault("P8D")
  Duration limitHistory();

  /** Days of a quota's peaks, from their beginning; forecasts are drawn from 30 of them. */
  @WithDefault("P31D")
  Duration quotaPeaks();

  /** Minutes of points; a day of them is shown. */
  @WithDefault("PT25H")
  Duration pointsByMinute();

  /** Objects that nothing names any more. */
  @WithDefault("P7D")
  Duration unreferencedObjects();
}
