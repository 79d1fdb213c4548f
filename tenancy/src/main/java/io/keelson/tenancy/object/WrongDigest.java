package io.keelson.tenancy.object;

import io.keelson.tenancy.failure.Invalid;

/**
 * The bytes are not the announced ones; nothing of them is kept. tus calls this 460 Checksum
 * Mismatch.
 */
public class WrongDigest extends Invalid {
  private static final long serialVersionUID = 1L;

  WrongDigest(String actual, String expected) {
    super("sha256", actual, expected);
  }
}
