package io.keelson.tenancy.object;

import java.io.IOException;

/**
 * A stored part is missing, was changed, or the store does not answer; the message names the part.
 */
public class ObjectUnreadable extends IOException {
  private static final long serialVersionUID = 1L;

  ObjectUnreadable(String key, Throwable cause) {
    super("cannot read the part " + key + " of an object: " + cause.getMessage(), cause);
  }
}
