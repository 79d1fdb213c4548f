package io.keelson.api.alert.sending;

import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.outbound.OutboundCalls;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Set;

/**
 * Posts JSON to a tenant's address and says what the answer means, as Standard Webhooks 1.0.0 has
 * it: 2xx is a success, a redirect is not followed, 410 ends the channel, 429, 502, 503 and 504 ask
 * for less.
 */
@ApplicationScoped
public class HttpPost {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofDays(1);
  private static final int MAX_ANSWER_BYTES = 16 << 10;
  private static final int MAX_SHOWN_CHARACTERS = 200;
  private static final int MAX_CONNECTIONS = 1_024;
  private static final int GONE = 410;
  private static final Set<Integer> BUSY = Set.of(429, 502, 503, 504);
  private final ChannelAddresses addresses;
  private final OutboundCalls calls;
  private final InstantSource clock;

  public HttpPost(Vertx vertx, ChannelAddresses addresses, InstantSource clock) {
    this.addresses = addresses;
    this.calls = new OutboundCalls(vertx, MAX_CONNECTIONS);
    this.clock = clock;
  }

  /**
   * @param showsAnswer whether the receiver's own words are part of the error
   */
  Outcome post(Target target, Map<String, String> headers, String json, boolean showsAnswer) {
    try {
      URI uri = URI.create(target.address());
      InetAddress address = addresses.resolved(target.tenantId(), uri);
      return outcome(
          calls.send(
              new OutboundCalls.Call(
                  HttpMethod.POST,
                  uri,
                  address,
                  headers,
                  Buffer.buffer(json),
                  PATIENCE,
                  MAX_ANSWER_BYTES,
                  true)),
          showsAnswer);
    } catch (ChannelAddresses.NoRoom e) {
      return new Outcome.Postponed();
    } catch (ChannelAddresses.Refused | Unavailable e) {
      return new Outcome.Failed(null, sentence(e), null, false);
    }
  }

  /** With what the connection said, such as that it was refused. */
  private static String sentence(RuntimeException e) {
    Throwable cause = e.getCause() == null ? null : e.getCause().getCause();
    return cause == null || cause.getMessage() == null
        ? e.getMessage()
        : shown(e.getMessage() + ": " + cause.getMessage());
  }

  private Outcome outcome(OutboundCalls.Answer answer, boolean showsAnswer) {
    int status = answer.status();
    if (status / 100 == 2) {
      return new Outcome.Delivered(status);
    }
    if (status == GONE) {
      return new Outcome.Gone(status);
    }
    String words =
        showsAnswer ? ": " + new String(answer.body(), StandardCharsets.UTF_8).strip() : "";
    String error =
        status / 100 == 3
            ? "it answers " + status + ", and redirects are not followed"
            : "it answers " + status + words;
    return new Outcome.Failed(
        status, shown(error), retryAfter(answer.retryAfter()), BUSY.contains(status));
  }

  private static String shown(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= MAX_SHOWN_CHARACTERS
        ? line
        : line.substring(0, MAX_SHOWN_CHARACTERS - 1) + "…";
  }

  /** Seconds, or a time as HTTP writes them; at most a day; null for anything else. */
  private Duration retryAfter(String header) {
    if (header == null) {
      return null;
    }
    try {
      Duration wanted =
          header.strip().matches("\\d{1,9}")
              ? Duration.ofSeconds(Long.parseLong(header.strip()))
              : Duration.between(
                  clock.instant(),
                  ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                      .toInstant());
      if (wanted.isNegative()) {
        return null;
      }
      return wanted.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : wanted;
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
