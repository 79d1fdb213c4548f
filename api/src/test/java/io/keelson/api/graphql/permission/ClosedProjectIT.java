package io.keelson.api.graphql.permission;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestEndpoints;
import io.keelson.api.testing.TestTenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/**
 * Every mutation of the schema that names something of a project, once that is being removed: each
 * row of {@link Mutations} on a thing of its own that was made before.
 */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class ClosedProjectIT {
  private static final String STALE = "expectedVersion:99";

  /**
   * What is told before the project is asked for: the thing is in no state for it, or nothing of
   * the project would change. By the beginning of the answer.
   */
  private static final Map<String, String> TOLD_BEFORE =
      Map.ofEntries(
          Map.entry("abortRollout", "CONFLICT: rollout is ROLLED_BACK"),
          Map.entry("archiveRun", "CONFLICT: run is RUNNING"),
          Map.entry("askForWaiver", "CONFLICT: a waiver of this check"),
          Map.entry("extendRolloutPause", "CONFLICT: rollout is ROLLED_BACK"),
          Map.entry("markInboxThreads", "NOT_FOUND: inboxthread"),
          Map.entry("pauseRollout", "CONFLICT: rollout is ROLLED_BACK"),
          Map.entry("predict", "UNAVAILABLE: the inference gateway"),
          Map.entry("promoteRollout", "CONFLICT: rollout is ROLLED_BACK"),
          Map.entry("redeliver", "CONFLICT: delivery"),
          Map.entry("resumeRollout", "CONFLICT: rollout is ROLLED_BACK"),
          Map.entry("retryValidation", "CONFLICT: data set version is OPEN"),
          Map.entry("rollBackRetraining", "CONFLICT: retraining is AWAITING_APPROVAL"),
          Map.entry("runTransform", "CONFLICT: data set version is OPEN"),
          Map.entry("setRetrainingPolicy", "CONFLICT: the model has no retraining policy"),
          Map.entry("startRollout", "CONFLICT: revision 2 is READY"),
          Map.entry("unarchiveRun", "CONFLICT: run is not archived"),
          Map.entry("validate", "CONFLICT: there is nothing in"));

  @Inject TestTenants tenants;
  @Inject TestEndpoints database;
  @Inject StoredThings stored;
  @Inject TenantDigest digest;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @Test
  void everyMutationIsToldThatItIsBeingRemovedAndChangesNothing() {
    TestTenants.Made made = tenants.make("closed-project");
    Graph owner = new Graph("http://127.0.0.1:" + port, made.key());
    Things things = new Things(made.tenant().id(), owner, "closing", stored);
    things.keep(Things.OF_PROJECTS);
    things.keep(Things.OF_TENANTS);
    List<Operation> rows =
        Mutations.rows().stream().filter(row -> row.places().equals(Place.OF_PROJECTS)).toList();
    Map<Operation, Map<String, Object>> named = new LinkedHashMap<>();
    rows.forEach(row -> named.put(row, things.fresh(row.variables())));
    close(made, things);
    Supplier<Map<String, String>> digests = () -> digest.of(made.tenant().id());
    Map<String, String> before = TenantDigest.atRest(digests);

    Map<String, String> told = new TreeMap<>();
    rows.forEach(row -> told.put(row.name(), told(owner, row, named.get(row))));

    assertThat(told)
        .hasSizeGreaterThan(TOLD_BEFORE.size())
        .allSatisfy((row, answer) -> assertThat(answer).as(row).startsWith(expected(row)));
    assertThat(TenantDigest.changed(before, digests.get())).isEqualTo(Set.of());
  }

  private static String expected(String row) {
    String name = row.replaceFirst("^Mutation\\.", "");
    return TOLD_BEFORE.getOrDefault(name, "CONFLICT: " + ProjectAccess.REMOVING);
  }

  /** As the removal does it first: nothing has been ended yet. */
  private void close(TestTenants.Made made, Things things) {
    database.transact(
        made.tenant().id(),
        tx ->
            tx.update(
                "UPDATE catalog.project SET removing_since = now() WHERE tenant_id = $1 AND id ="
                    + " $2",
                tx.tenantId(),
                things.projectId()));
  }

  private static String told(Graph owner, Operation row, Map<String, Object> values) {
    Map<String, Object> used = new LinkedHashMap<>();
    for (String variable : row.variables()) {
      used.put(variable, World.value(variable, values));
    }
    Graph.Answer answer = owner.ask(row.document().replace(STALE, "expectedVersion:1"), used);
    return answer.code().orElse("carried out") + ": " + answer.message();
  }
}
