package io.keelson.demo.door;

import java.io.IOException;

/** What stands behind "Bearer" in a request. */
@FunctionalInterface
public interface Credential {

  /** The text to send now; a person's token is renewed before it expires. */
  String bearer() throws IOException, InterruptedException;

  static Credential apiKey(String key) {
    return () -> key;
  }
}
