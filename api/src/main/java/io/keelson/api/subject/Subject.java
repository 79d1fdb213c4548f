package io.keelson.api.subject;

import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.mutation.Changed;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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
     * What an audit entry is about to people's eyes: its target, or the thing that this belongs to.
     *
     * @param type of the target, or null
     * @param detail of the entry, as JSON
     * @return empty where nobody is told of such things
     */
    public static Optional<Key> audited(String type, UUID id, String detail) {
      if (type == null || !SubjectKind.OF_OTHERS.contains(type)) {
        return SubjectKind.ofType(type).map(kind -> new Key(kind, id));
      }
      String subject = new JsonObject(detail).getString(DETAIL);
      if (subject == null) { // of a release before
        return Optional.empty();
      }
      String subjectType = GlobalId.typeOf(DETAIL, subject);
      return SubjectKind.ofType(subjectType)
          .map(kind -> new Key(kind, GlobalId.decode(DETAIL, subjectType, subject)));
    }

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
