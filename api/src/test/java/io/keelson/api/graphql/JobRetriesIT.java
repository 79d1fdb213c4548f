package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestTenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** What a job says of being tried again is kept as it was said, or refused by name. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class JobRetriesIT {
  @Inject TestTenants tenants;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private static Graph.Answer submit(Graph owner, String project, List<?> retries) {
    return owner.ask(
        "mutation($i:SubmitJobInput!){submitJob(input:$i){retries{cause most firstPause}}}",
        Map.of(
            "i",
            Map.of(
                "projectId",
                project,
                "name",
                "j",
                "command",
                List.of("true"),
                "retries",
                retries)));
  }

  @Test
  void theyAreToldAsTheyWereAskedForAndRefusedByName() {
    Graph owner = new Graph("http://127.0.0.1:" + port, tenants.make("retries").key());
    String project = Things.id(owner, "createProject(input:{slug:\"again\",name:\"A\"})", Map.of());
    Map<String, Object> exit = Map.of("cause", "EXIT", "most", 3, "firstPause", "PT30S");
    Map<String, Object> lost = Map.of("cause", "MACHINE_LOST", "most", 0);

    var told = submit(owner, project, List.of(exit, lost)).data().at("/submitJob/retries");

    assertThat(told.toString())
        .isEqualTo(
            "[{\"cause\":\"EXIT\",\"most\":3,\"firstPause\":\"PT30S\"},{\"cause\":\"MACHINE_LOST\",\"most\":0,\"firstPause\":\"PT10S\"}]");
    assertThat(submit(owner, project, List.of(exit, exit)).message()).contains("each cause once");
    for (Map<String, Object> wrong :
        List.<Map<String, Object>>of(
            Map.of("cause", "TIME_LIMIT", "most", 1),
            Map.of("cause", "EXIT", "most", 21),
            Map.of("cause", "EXIT", "most", -1),
            Map.of("cause", "EXIT", "most", 1, "firstPause", "PT0S"),
            Map.of("cause", "EXIT", "most", 1, "firstPause", "PT2H"))) {
      Graph.Answer refused = submit(owner, project, List.of(wrong));
      assertThat(refused.code()).as("%s", wrong).hasValue("VALIDATION");
      assertThat(refused.message()).contains("retries.");
    }
  }
}
