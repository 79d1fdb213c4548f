package io.keelson.serving.watch.profile;

/**
 * What the drift of a model version is told against, or why there is nothing.
 *
 * @param profile null where there is none
 * @param reason why there is none, in a sentence; null where there is one
 */
public record Reference(ReferenceProfile profile, String reason) {
  private static final int MAX_REASON_CHARACTERS = 500;

  public Reference {
    if ((profile == null) == (reason == null)) {
      throw new IllegalArgumentException("a profile or a reason, not both and not neither");
    }
  }

  public static Reference of(ReferenceProfile profile) {
    return new Reference(profile, null);
  }

  public static Reference none(String reason) {
    String readable = reason.replaceAll("\\p{Cntrl}", " ");
    return new Reference(
        null, readable.substring(0, Math.min(readable.length(), MAX_REASON_CHARACTERS)));
  }
}
