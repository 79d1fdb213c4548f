package io.keelson.api.comment;

import io.keelson.api.subject.Subject;
import io.keelson.tenancy.access.AccessDirectory;
import io.keelson.tenancy.access.AccessDirectory.PersonId;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.failure.Invalid;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Members whom a text names, and which of them may know of what it is about. */
@ApplicationScoped
public class Mentions {
  private final TenantDatabase database;
  private final AccessDirectory directory;

  Mentions(TenantDatabase database, AccessDirectory directory) {
    this.database = database;
    this.directory = directory;
  }

  private record Named(UUID memberId, UUID personId, String name) {}

  /**
   * @throws Invalid when one of them is no member
   */
  List<Comment.Mention> of(String field, Principal author, Subject subject, Set<UUID> memberIds) {
    if (memberIds.isEmpty()) {
      return List.of();
    }
    UUID tenantId = author.tenantId();
    Map<UUID, Named> members = new HashMap<>();
    database
        .read(
            tenantId,
            """
            SELECT id, person_id, coalesce(nullif(name, ''), username) AS shown
            FROM tenancy.member
            WHERE tenant_id = $1 AND id = ANY ($2) AND lost_at IS NULL
            """,
            tenantId,
            memberIds.toArray(UUID[]::new))
        .forEach(
            row ->
                members.put(
                    row.getUUID("id"),
                    new Named(
                        row.getUUID("id"), row.getUUID("person_id"), row.getString("shown"))));
    if (members.size() < memberIds.size()) {
      throw new Invalid(field, null, "mentions of members");
    }
    Map<PersonId, Principal> rights =
        directory.byPersonIds(
            members.values().stream().map(one -> new PersonId(tenantId, one.personId())).toList());
    List<Comment.Mention> mentions = new ArrayList<>();
    for (UUID id : memberIds) {
      Named one = members.get(id);
      Principal person = rights.get(new PersonId(tenantId, one.personId()));
      boolean sees =
          person != null && person.may(subject.key().kind().reads(), subject.projectId());
      mentions.add(new Comment.Mention(id, one.personId(), one.name(), sees));
    }
    return mentions;
  }
}
