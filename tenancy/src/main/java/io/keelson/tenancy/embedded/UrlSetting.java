package io.keelson.tenancy.embedded;

import java.net.URI;
import java.net.URISyntaxException;

/** A setting that is a URL, perhaps with a password in it. */
public final class UrlSetting {
  private UrlSetting() {}

  /**
   * @throws IllegalArgumentException naming the property and what is wrong, without repeating the
   *     URL
   */
  public static URI parse(String property, String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      // Not as the cause: its message is the URL.
      throw new IllegalArgumentException(
          "%s: %s at character %d (expected: a URL)"
              .formatted(property, e.getReason(), e.getIndex() + 1));
    }
  }
}
