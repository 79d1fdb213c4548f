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

/** A value that is none of its type is named by its path and shown alone. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class InputErrorsIT {
  private static final String SECRET = "nothing-of-the-rest-is-echoed";

  @Inject TestTenants tenants;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @Test
  void valuesInTheDocumentAreNamedByTheirPath() {
    Graph owner = graph("inline");
    named(
        owner.ask(
            "mutation{createApiKey(input:{name:\"" + SECRET + "\",permissions:[DANCE]}){key{id}}}"),
        "input.permissions[0]",
        "DANCE");
    named(
        owner.ask(
            "mutation{createApiKey(input:{name:\""
                + SECRET
                + "\",permissions:[RUN_READ],expiresAt:\"soon\"}){key{id}}}"),
        "input.expiresAt",
        "soon");
    named(
        owner.ask("mutation{createProject(input:{slug:\"" + SECRET + "\",name:7}){id}}"),
        "input.name",
        "7");
    named(owner.ask("{projects(first:\"ten\"){edges{cursor}}}"), "first", "ten");
    named(owner.ask("{jobs(status:[RUNNING,LOST_IT]){edges{cursor}}}"), "status[1]", "LOST_IT");
  }

  @Test
  void valuesOfVariablesAreNamedByTheirPath() {
    Graph owner = graph("variables");
    named(
        owner.ask(
            "mutation($input:CreateApiKeyInput!){createApiKey(input:$input){key{id}}}",
            Map.of(
                "input",
                Map.of(
                    "name", SECRET, "permissions", List.of("RUN_READ"), "expiresAt", "tomorrow"))),
        "input.expiresAt",
        "tomorrow");
    named(
        owner.ask(
            "query($s:[JobStatus]){jobs(status:$s){edges{cursor}}}",
            Map.of("s", List.of("RUNNING", 5))),
        "s[1]",
        "5");
    named(owner.ask("query($n:[Int]){__typename}", Map.of("n", List.of(1, "two"))), "n[1]", "two");
  }

  @Test
  void aNameThatIsNotWhatItLooksLikeIsRefusedWhateverItNames() {
    Graph owner = graph("misleading");
    String project =
        Things.id(owner, "createProject(input:{slug:\"misled\",name:\"P\"})", Map.of());
    for (String name : List.of("\u200b", "\u202egnp.exe", "a\nb", "wine\u200b", "wi\u200dne")) {
      for (String mutation :
          List.of(
              "createProject(input:{slug:\"none\",name:$n}){id}",
              "createDataset(input:{projectId:$p,name:$n}){id}",
              "createExperiment(input:{projectId:$p,name:$n}){id}",
              "createApiKey(input:{name:$n,permissions:[RUN_READ]}){secret}")) {
        String id = mutation.contains("$p") ? ",$p:ID!" : "";
        Graph.Answer answer =
            owner.ask(
                "mutation($n:String!" + id + "){" + mutation + "}",
                id.isEmpty() ? Map.of("n", name) : Map.of("n", name, "p", project));
        assertThat(answer.code()).as("%s: %s", mutation, answer.body()).hasValue("VALIDATION");
        assertThat(answer.field()).as(mutation).isEqualTo("input.name");
      }
    }
    assertThat(
            Things.id(
                owner,
                "createDataset(input:{projectId:$x,name:\"\u05d9\u05d9\u05df\",description:\"a\\nb\"})",
                Map.of("x", project)))
        .isNotEmpty();
  }

  /** The field that was not called has no value: that is no error of its own. */
  @Test
  void whatIsWrongIsSaidOnce() {
    Graph owner = graph("once");
    String deploy =
        "mutation($w:Duration!){setQuality(input:{endpointId:\"x\",output:\"y\",measure:ACCURACY,window:$w,horizon:\"PT1H\"}){__typename}}";
    named(owner.ask(deploy, Map.of("w", "an hour")), "w", "an hour");
    named(
        owner.ask("mutation{createCollector(input:{datasetId:\"x\",sealAfter:\"soon\"}){id}}"),
        "input.sealAfter",
        "soon");
  }

  @Test
  void anArgumentThatMayBeLeftOutAndIsNullIsNamed() {
    Graph owner = graph("nulls");
    Map<String, String> project =
        Map.of(
            "x", Things.id(owner, "createProject(input:{slug:\"nulls-p\",name:\"P\"})", Map.of()));
    Map<String, String> experiment =
        Map.of("x", Things.id(owner, "createExperiment(input:{projectId:$x,name:\"E\"})", project));
    Map<String, String> run =
        Map.of("x", Things.id(owner, "createRun(input:{experimentId:$x})", experiment));
    String series = "query($x:ID!){node(id:$x){... on Run{series(keys:[\"loss\"],%s:null){key}}}}";
    named(owner.ask(series.formatted("buckets"), run), "buckets", "");
    named(owner.ask(series.formatted("x"), run), "x", "");
  }

  @Test
  void longValuesAreCut() {
    Graph.Answer answer =
        graph("long").ask("{projects(first:\"" + "x".repeat(100_000) + "\"){edges{cursor}}}");
    assertThat(answer.field()).isEqualTo("first");
    assertThat(answer.message()).hasSizeLessThan(200);
  }

  private static void named(Graph.Answer answer, String field, String value) {
    String all = answer.body().toString();
    assertThat(answer.code()).as(all).hasValue("VALIDATION");
    assertThat(answer.field()).as(all).isEqualTo(field);
    assertThat(answer.message()).as(all).startsWith(field + ": ").contains(value);
    assertThat(all).doesNotContain(SECRET, "StringValue", "SRGQL", "non null type");
  }

  private Graph graph(String slug) {
    return new Graph("http://127.0.0.1:" + port, tenants.make(slug).key());
  }
}
