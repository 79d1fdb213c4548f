package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestTenants;
import io.keelson.api.testing.VersionFiles;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Jobs that are told much. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class LongJobsIT {
  private static final int FILES = 237;
  private static final int INPUTS = 20;

  @Inject TestTenants tenants;
  @Inject VersionFiles files;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private Graph graph(TestTenants.Made made) {
    return new Graph("http://127.0.0.1:" + port, made.key());
  }

  private String sealedVersion(TestTenants.Made made, Graph owner, String project) {
    String dataset =
        Things.id(owner, "createDataset(input:{projectId:$x,name:\"many\"})", Map.of("x", project));
    String version = Things.id(owner, "openDatasetVersion(datasetId:$x)", Map.of("x", dataset));
    for (int i = 0; i < FILES; i++) {
      files.add(made.tenant().id(), version, "part%04d".formatted(i));
    }
    owner.ask("mutation($v:ID!){sealDatasetVersion(id:$v){id}}", Map.of("v", version)).data();
    return version;
  }

  /** Of 879 characters. */
  private static String folder(int number) {
    String name = "%0219d".formatted(number);
    return String.join("/", name, name, name, name);
  }

  private static Graph.Answer submit(Graph owner, String project, List<?> inputs) {
    return owner.ask(
        "mutation($i:SubmitJobInput!){submitJob(input:$i){id command}}",
        Map.of(
            "i",
            Map.of(
                "projectId",
                project,
                "name",
                "j",
                "command",
                List.of("echo", "said"),
                "inputs",
                inputs)));
  }

  @Test
  void inputsWhosePathsAreTooLongTogetherAreRefusedByName() {
    TestTenants.Made made = tenants.make("long-inputs");
    Graph owner = graph(made);
    String project = Things.id(owner, "createProject(input:{slug:\"long\",name:\"L\"})", Map.of());
    String version = sealedVersion(made, owner, project);
    List<Map<String, String>> inputs = new ArrayList<>();
    for (int i = 0; i < INPUTS; i++) {
      inputs.add(Map.of("datasetVersionId", version, "path", folder(i)));
    }

    Graph.Answer refused = submit(owner, project, inputs);

    assertThat(refused.code()).hasValue("VALIDATION");
    assertThat(refused.message()).contains("inputs").contains("4194304");
    assertThat(submit(owner, project, inputs.subList(0, INPUTS - 1)).code()).isEmpty();
  }

  @Test
  void whatAJobRunsIsToldInListsAndAlone() {
    Graph owner = graph(tenants.make("told-commands"));
    String project = Things.id(owner, "createProject(input:{slug:\"told\",name:\"T\"})", Map.of());
    String job = submit(owner, project, List.of()).data().at("/submitJob/id").asText();

    var listed = owner.ask("{jobs(first:10){edges{node{command}}}}").data();
    var alone =
        owner.ask("query($j:ID!){node(id:$j){... on Job{command}}}", Map.of("j", job)).data();

    assertThat(listed.at("/jobs/edges/0/node/command").toString()).isEqualTo("[\"echo\",\"said\"]");
    assertThat(alone.at("/node/command").toString()).isEqualTo("[\"echo\",\"said\"]");
  }
}
