package io.keelson.api.subject;

import java.util.UUID;

/**
 * A thing in a project as it is called now.
 *
 * @param label its name, with its number where it has one, such as {@code parcels v3}
 */
public record Subject(Key key, UUID projectId, String label) {
  /**
   * In the detail of an audit entry of something else: the thing that it is about, by global id.
   */
  public static final String DETAIL = "subject";

  /** Which thing. */
  public record Key(SubjectKind kind, UUID id) {}
}
