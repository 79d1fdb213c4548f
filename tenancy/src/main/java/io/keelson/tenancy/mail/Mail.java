package io.keelson.tenancy.mail;

/** A mail in plain text. */
public record Mail(String to, String subject, String body) {
  /** Leaves the body out: it may carry a token. */
  @Override
  public String toString() {
    return "Mail[" + to + ", " + subject + "]";
  }
}
