package io.keelson.tenancy.object;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;

/**
 * A stored part is missing, was changed, or the store does not answer; the message names the part.
 */
public class ObjectUnreadable extends IOException {
  private static final long serialVersionUID = 1L;

  /** What Tink says of a header that none of the keys fits. */
  private static final String NOT_DECRYPTED = "No matching key found";

  private final boolean damaged;

  ObjectUnreadable(String key, Throwable cause) {
    super("cannot read the part " + key + " of an object: " + cause.getMessage(), cause);
    this.damaged =
        cause instanceof NoSuchFileException
            || cause instanceof GeneralSecurityException
            || cause.getCause() instanceof GeneralSecurityException
            || String.valueOf(cause.getMessage()).startsWith(NOT_DECRYPTED);
  }

  /** Whether the part is missing or was changed: reading it again will not help. */
  public boolean isDamaged() {
    return damaged;
  }
}
