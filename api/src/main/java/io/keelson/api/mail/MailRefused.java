package io.keelson.api.mail;

/** The mail server refuses a mail for good: trying again would not help. */
final class MailRefused extends RuntimeException {
  MailRefused(Throwable cause) {
    super("the mail server refuses this mail: " + cause.getMessage(), cause);
  }
}
