package io.keelson.api.catalog.collection.intake;

/**
 * What became of the events of a request.
 *
 * @param accepted that are kept as rows
 * @param duplicates that were kept before
 * @param deadLetters that are kept beside the rows
 */
public record Taken(int accepted, int duplicates, int deadLetters) {
  static final Taken NOTHING = new Taken(0, 0, 0);
}
