package io.keelson.api.graphql.permission;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.testing.PersonTokens;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestEndpoints;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every mutation of the schema, tried on the things of a project that is being removed. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class RemovingProjectIT {
  /** What a person has been told is theirs to mark, wherever it came from. */
  private static final Set<String> OF_THE_PERSON = Set.of("Mutation.markInboxThreads");

  @Inject World world;
  @Inject TestEndpoints database;

  @Test
  void nothingOfItCanBeChanged() throws Exception {
    try (PersonTokens tokens = PersonTokens.open()) {
      world.make(tokens);
      // Only marked: what ends it would take away what is tried.
      database.transact(
          world.tenantId(),
          tx ->
              tx.update(
                  "UPDATE catalog.project SET removing_since = now() WHERE tenant_id = $1 AND id = $2",
                  tx.tenantId(),
                  world.ownProject()));
      Map<String, String> before = world.digest();
      Map<String, Reply> wrong = new TreeMap<>();
      for (Operation row : Mutations.rows()) {
        if (row.places() == Place.OF_PROJECTS && !OF_THE_PERSON.contains(row.field())) {
          Reply reply = world.askAsOwner(row);
          if (!isRefused(row, reply)) {
            wrong.put(row.name(), reply);
          }
        }
      }
      assertThat(wrong).isEmpty();
      assertThat(TenantDigest.changed(before, world.digest())).isEmpty();
    }
  }

  private static boolean isRefused(Operation row, Reply reply) {
    return row.stopsAt() != null
        ? !reply.carriedOut()
        : "CONFLICT".equals(reply.code()) && reply.message().contains("is being removed");
  }
}
