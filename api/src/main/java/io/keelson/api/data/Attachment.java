package io.keelson.api.data;

import java.nio.charset.StandardCharsets;

/** The {@code Content-Disposition} of a download (RFC 6266): always an attachment, never a path. */
final class Attachment {
  private static final int MAX_NAME_CHARACTERS = 200;
  private static final String UNNAMED = "download";

  private Attachment() {}

  static String header(String name) {
    String safe = safe(name);
    StringBuilder ascii = new StringBuilder();
    safe.chars().forEach(c -> ascii.append(isPlain(c) || c == ' ' ? (char) c : '_'));
    StringBuilder encoded = new StringBuilder();
    for (byte b : safe.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain(b)) {
        encoded.append((char) b);
      } else {
        encoded.append(String.format("%%%02X", b & 0xFF));
      }
    }
    return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + encoded;
  }

  /**
   * The last name of a path, without what a file system or a header could take for something else.
   */
  private static String safe(String name) {
    String last =
        name == null
            ? ""
            : name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    StringBuilder out = new StringBuilder();
    last.codePoints()
        .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT)
        .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
        .limit(MAX_NAME_CHARACTERS)
        .forEach(out::appendCodePoint);
    String safe = out.toString().strip();
    return safe.isEmpty() || safe.chars().allMatch(c -> c == '.') ? UNNAMED : safe;
  }

  private static boolean isPlain(int c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '.'
        || c == '-'
        || c == '_';
  }
}
