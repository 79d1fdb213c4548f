package io.keelson.api.graphql;

import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.failure.Invalid;
import java.util.List;
import java.util.UUID;

/** Ids of those who do something, as {@code Actor.id} says them. */
public final class ActorIds {
  private static final List<String> TYPES =
      List.of(GraphTypes.API_KEY, GraphTypes.SERVICE_ACCOUNT, GraphTypes.JOB);
  private static final int UUID_CHARACTERS = 36;

  private ActorIds() {}

  /**
   * @throws Invalid for what is no id of a person, key, service account or job
   */
  public static UUID decode(String field, String id) {
    for (String type : TYPES) {
      if (id.startsWith(type + "_")) {
        return GlobalId.decode(field, type, id);
      }
    }
    try {
      if (id.length() == UUID_CHARACTERS) {
        return UUID.fromString(id);
      }
    } catch (IllegalArgumentException notOne) {
      // answered below
    }
    throw new Invalid(field, id, "an id as Actor.id says it");
  }
}
