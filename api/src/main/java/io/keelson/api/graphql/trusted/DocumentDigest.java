package io.keelson.api.graphql.trusted;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names a document by its text, as the GraphQL-over-HTTP draft does. */
final class DocumentDigest {
  private static final String PREFIX = "sha256:";

  private DocumentDigest() {}

  /** {@code sha256:} and 64 hexadecimal digits in lower case, of the text in UTF-8. */
  static String of(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return PREFIX + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
