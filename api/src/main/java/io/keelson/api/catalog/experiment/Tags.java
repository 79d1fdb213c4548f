package io.keelson.api.catalog.experiment;

import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Bounds on tags and parameters that come from outside. */
public final class Tags {
  public static final int MAX_PER_CALL = 100;

  /** Parameters of a run, and tags of a run. */
  public static final int MAX_PER_RUN = 1_000;

  public static final int MAX_VALUE_CHARACTERS = 6_000;

  private Tags() {}

  /**
   * The tags, or none for null.
   *
   * @throws Invalid for more than 100, a key that is malformed or there twice, a value that is
   *     missing or longer than 6,000 characters
   */
  public static List<Tag> checked(String field, List<Tag> tags) {
    if (tags == null) {
      return List.of();
    }
    Input.size(field, tags, 0, MAX_PER_CALL);
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < tags.size(); i++) {
      String at = field + "[" + i + "]";
      Tag tag = Input.present(at, tags.get(i));
      Input.key(at + ".key", tag.key());
      Input.text(at + ".value", Input.present(at + ".value", tag.value()), MAX_VALUE_CHARACTERS);
      if (!keys.add(tag.key())) {
        throw new Invalid(at + ".key", tag.key(), "each key once");
      }
    }
    return List.copyOf(tags);
  }
}
