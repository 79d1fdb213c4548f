package io.keelson.api.graphql.discussion;

import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.discussion.DiscussionTypes.SubjectType;
import io.keelson.api.graphql.tenancy.TenancyTypes.AuditEntryType;
import io.keelson.api.identity.CallContext;
import io.keelson.api.subject.Subject;
import io.keelson.api.subject.Subjects;
import io.keelson.tenancy.database.GlobalId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Source;

/** The names of what is only known by its id. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class SubjectApi {
  private final CallContext call;
  private final Subjects subjects;

  SubjectApi(CallContext call, Subjects subjects) {
    this.call = call;
    this.subjects = subjects;
  }

  @Description(
      "What it was about, as it is called now; null where that is no such thing, where it has gone, and where it is not the caller's to see.")
  public List<SubjectType> subject(@Source List<AuditEntryType> sources) {
    Map<AuditEntryType, Subject.Key> keys = new HashMap<>();
    sources.forEach(source -> key(source).ifPresent(key -> keys.put(source, key)));
    Map<Subject.Key, SubjectType> found = new HashMap<>();
    subjects
        .visible(call.principal(), keys.values())
        .forEach((key, subject) -> found.put(key, new SubjectType(subject)));
    return GraphTypes.join(sources, keys::get, found);
  }

  private static Optional<Subject.Key> key(AuditEntryType entry) {
    String id = entry.targetId();
    if (id == null) {
      return Optional.empty();
    }
    String type = GlobalId.typeOf("targetId", id);
    return Subject.Key.audited(type, GlobalId.decode("targetId", type, id), entry.detail());
  }
}
