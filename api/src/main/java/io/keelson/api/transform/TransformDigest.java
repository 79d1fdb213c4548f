package io.keelson.api.transform;

import io.keelson.tenancy.object.Digests;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What two transforms that make the same have in common: SHA-256 over this text in UTF-8. A first
 * line {@code keelson-transform-v2}, then a line of the engine and its format, then for each input,
 * by name, a line {@code <digest> <name>} of each version that it is of, then an empty line and the
 * statement as it was written. Each line before the statement ends with a line feed.
 */
final class TransformDigest {
  private static final String HEADER = "keelson-transform-v2\n";

  private TransformDigest() {}

  /**
   * @param inputs digests of the versions, by name, in the order that they are read in
   * @return {@code sha256:<64 hex>}
   */
  static String of(String engine, SortedMap<String, List<String>> inputs, String sql) {
    StringBuilder text = new StringBuilder(HEADER).append(engine).append('\n');
    for (Map.Entry<String, List<String>> input : inputs.entrySet()) {
      for (String digest : input.getValue()) {
        text.append(digest).append(' ').append(input.getKey()).append('\n');
      }
    }
    text.append('\n').append(sql);
    return Digests.of(text.toString());
  }
}
