package io.keelson.tenancy.embedded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Function;

/**
 * How strangers make themselves an account at the embedded identity provider: it verifies their
 * e-mail address through this mail server, which is the platform's.
 *
 * @param tls whether the connection begins through TLS
 * @param startTls whether it goes on through TLS
 * @param from the address that mails come from
 */
public record SignUp(
    String host,
    int port,
    boolean tls,
    boolean startTls,
    Optional<String> username,
    Optional<String> password,
    String from) {
  private static final int SUBMISSION_PORT = 587;

  /**
   * Reads {@code keelson.sign-up} and the settings of {@code keelson.mail}.
   *
   * @throws IllegalArgumentException where people sign up and no mail server is set
   */
  static Optional<SignUp> from(Function<String, Optional<String>> property) {
    if (!property.apply("keelson.sign-up").map(Boolean::parseBoolean).orElse(false)) {
      return Optional.empty();
    }
    return Optional.of(
        new SignUp(
            property
                .apply("keelson.mail.host")
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "keelson.sign-up: true (expected: beside keelson.mail.host, since e-mail addresses are verified)")),
            property.apply("keelson.mail.port").map(Integer::parseInt).orElse(SUBMISSION_PORT),
            property.apply("keelson.mail.tls").map(Boolean::parseBoolean).orElse(false),
            !property.apply("keelson.mail.start-tls").orElse("REQUIRED").equals("DISABLED"),
            property.apply("keelson.mail.username"),
            property.apply("keelson.mail.password"),
            property.apply("keelson.mail.from").orElse("keelson@localhost")));
  }

  /**
   * Opens the realm to strangers, or closes it. Whoever owns an address that somebody else signed
   * up with, or has lost their password, gets a new one by mail; without a mail server there is
   * none.
   */
  static void apply(Optional<SignUp> signUp, ObjectNode realm) {
    realm.put("registrationAllowed", signUp.isPresent());
    realm.put("verifyEmail", signUp.isPresent());
    realm.put("resetPasswordAllowed", signUp.isPresent());
    signUp.ifPresent(open -> open.describeServer(realm.putObject("smtpServer")));
  }

  private void describeServer(ObjectNode server) {
    server
        .put("host", host)
        .put("port", Integer.toString(port))
        .put("from", from)
        .put("fromDisplayName", "Keelson")
        .put("ssl", Boolean.toString(tls))
        .put("starttls", Boolean.toString(startTls))
        .put("auth", Boolean.toString(username.isPresent()));
    username.ifPresent(name -> server.put("user", name));
    password.ifPresent(word -> server.put("password", word));
  }

  /** Changes with each of its values, and tells none that is secret. */
  String mark() {
    return "%s:%d %s %s %s %s %08x"
        .formatted(host, port, tls, startTls, username.orElse(""), from, password.hashCode());
  }

  /** Leaves the password out. */
  @Override
  public String toString() {
    return "SignUp[" + host + ":" + port + "]";
  }
}
