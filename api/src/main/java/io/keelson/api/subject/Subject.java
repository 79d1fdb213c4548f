package io.keelson.api.subject;

import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.mutation.Changed;
import java.util.HashMap;
import java.util.Map;
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
  public record Key(SubjectKind kind, UUID id) {
    /**
     * Something else was changed, such as a waiver, and it is about this thing: to people's eyes
     * that is what was done.
     *
     * @param type of what was changed, one of {@link SubjectKind#OF_OTHERS}
     * @param detail beside this
     */
    public Changed changed(String type, UUID id, UUID projectId, Map<String, Object> detail) {
      if (!SubjectKind.OF_OTHERS.contains(type)) {
        throw new IllegalArgumentException(type + " is no type of SubjectKind.OF_OTHERS");
      }
      Map<String, Object> all = new HashMap<>(detail);
      all.put(DETAIL, GlobalId.encode(kind.type(), this.id));
      return new Changed(type, id, projectId, all);
    }
  }
}
