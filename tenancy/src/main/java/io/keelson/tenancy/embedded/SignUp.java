package io.keelson.tenancy.embedded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Function;

/**
 * How strangers make themselves an account at the embedded identity provider: it verifies their
 * e-mail address through this mail server, which is the platform's.
 *
 * @param from the address that mails come from
 */
public record SignUp(MailServer server, String from) {

  /**
   * Reads {@code keelson.sign-up}, {@code keelson.mail.url} and {@code keelson.mail.from}.
   *
   * @throws IllegalArgumentException where people sign up and no mail server is set
   */
  static Optional<SignUp> from(Function<String, Optional<String>> property) {
    if (!property.apply("keelson.sign-up").map(Boolean::parseBoolean).orElse(false)) {
      return Optional.empty();
    }
    return Optional.of(
        new SignUp(
            MailServer.from(property)
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "keelson.sign-up: true (expected: beside keelson.mail.url, since e-mail addresses are verified)")),
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

  private void describeServer(ObjectNode described) {
    described
        .put("host", server.host())
        .put("port", Integer.toString(server.port()))
        .put("from", from)
        .put("fromDisplayName", "Keelson")
        .put("ssl", Boolean.toString(server.tls()))
        .put("starttls", Boolean.toString(server.startTls() != MailServer.StartTls.DISABLED))
        .put("auth", Boolean.toString(server.username().isPresent()));
    server.username().ifPresent(name -> described.put("user", name));
    server.password().ifPresent(word -> described.put("password", word));
  }

  /** Changes with each of its values, and tells none that is secret. */
  String mark() {
    return "%s:%d %s %s %s %s %08x"
        .formatted(
            server.host(),
            server.port(),
            server.tls(),
            server.startTls(),
            server.username().orElse(""),
            from,
            server.password().hashCode());
  }

  /** Leaves the password out. */
  @Override
  public String toString() {
    return "SignUp[" + server + "]";
  }
}
