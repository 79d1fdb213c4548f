package io.keelson.tenancy.embedded;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server that mails are handed to.
 *
 * @param tls whether a connection begins through TLS
 * @param startTls whether it goes on through TLS
 */
public record MailServer(
    String host,
    int port,
    boolean tls,
    StartTls startTls,
    Optional<String> username,
    Optional<String> password) {
  public static final String SETTING = "keelson.mail.url";

  private static final int SUBMISSION_PORT = 587;
  private static final int SUBMISSIONS_PORT = 465;
  private static final Pattern QUERY = Pattern.compile("starttls=(required|optional|disabled)");

  /** Whether a connection that begins in the clear goes on through TLS. */
  public enum StartTls {
    REQUIRED,
    OPTIONAL,
    DISABLED
  }

  /**
   * Reads {@code keelson.mail.url}; empty where it is not set.
   *
   * @throws IllegalArgumentException saying what is wrong, without repeating the password
   */
  public static Optional<MailServer> from(Function<String, Optional<String>> property) {
    return property.apply(SETTING).filter(url -> !url.isBlank()).map(MailServer::parse);
  }

  private static MailServer parse(String text) {
    URI url = UrlSetting.parse(SETTING, text);
    boolean tls = "smtps".equals(url.getScheme());
    Matcher query = QUERY.matcher(url.getQuery() == null ? "starttls=required" : url.getQuery());
    if ((!tls && !"smtp".equals(url.getScheme()))
        || url.getHost() == null
        || (tls && url.getQuery() != null)
        || !query.matches()) {
      throw new IllegalArgumentException(
          "%s: of %s (expected: smtp://user:password@host:port?starttls=required, optional or disabled; or smtps://user:password@host:port)"
              .formatted(SETTING, url.getHost() == null ? "no host" : url.getHost()));
    }
    String[] account = url.getUserInfo() == null ? new String[0] : url.getUserInfo().split(":", 2);
    int standardPort = tls ? SUBMISSIONS_PORT : SUBMISSION_PORT;
    return new MailServer(
        url.getHost(),
        url.getPort() < 0 ? standardPort : url.getPort(),
        tls,
        tls ? StartTls.DISABLED : StartTls.valueOf(query.group(1).toUpperCase(Locale.ROOT)),
        account.length > 0 ? Optional.of(account[0]) : Optional.empty(),
        account.length > 1 ? Optional.of(account[1]) : Optional.empty());
  }

  /** Leaves the password out. */
  @Override
  public String toString() {
    return "MailServer[" + host + ":" + port + "]";
  }
}
