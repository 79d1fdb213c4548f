package io.keelson.tenancy.database;

/** Texts that others wrote, as PostgreSQL can store them. */
public final class StoredText {
  private static final char UNREADABLE = '\uFFFD';

  private StoredText() {}

  /** The text, with a mark for each U+0000, which no text there has; null for null. */
  public static String of(String text) {
    return text == null ? null : text.replace('\0', UNREADABLE);
  }
}
