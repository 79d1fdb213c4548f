package io.keelson.demo.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keelson.demo.door.GraphQlClient;
import io.smallrye.graphql.client.dynamic.api.DynamicGraphQLClient;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The walks of {@code docs/integrate.md}, as they stand there, against one whole platform. Each
 * trains a model of <i>y = 2 x + 1</i> and asks it about 100.
 */
@Timeout(600)
final class IntegrateIT extends WholePlatform {
  private static final double LEARNED = 201;
  private static final double TOLERANCE = 2;
  private static final String END_OF_STEP = "--- end of step ---";
  private static final Pattern PREDICTION =
      Pattern.compile("^prediction (\\S+)$", Pattern.MULTILINE);
  private static final Pattern COST = Pattern.compile("^cost (\\S+) [A-Z]{3}$", Pattern.MULTILINE);
  private static final ObjectMapper JSON = new ObjectMapper();

  private Guide guide;
  private Map<String, String> environment;

  IntegrateIT() {
    super("integrate");
  }

  @BeforeAll
  void readGuide() throws Exception {
    guide = Guide.read();
    Map<String, String> written = servers.environment(installation);
    environment =
        Map.of(
            "KEELSON_URL", written.get("KEELSON_URL"),
            "KEELSON_GATEWAY_URL", written.get("KEELSON_GATEWAY_URL"),
            "KEELSON_API_KEY", keyOfAProgram(),
            "KEELSON_REVIEWER_KEY", written.get("KEELSON_API_KEY"));
  }

  /** As the guide has it made in the console. */
  private String keyOfAProgram() throws Exception {
    GraphQlClient admin = doors.person("admin");
    JsonNode account =
        admin.mutate(
            "mutation ($input: CreateServiceAccountInput!) { createServiceAccount(input: $input)"
                + " { id } }",
            Map.of("name", "integration", "grants", List.of(Map.of("role", "ENGINEER"))));
    return admin
        .mutate(
            "mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }",
            Map.of("name", "integration", "serviceAccountId", account.path("id").asText()))
        .path("secret")
        .asText();
  }

  @Test
  void curl() throws Exception {
    assumeThat(Programs.missing("bash", "curl", "jq", "openssl")).isEmpty();
    WalkFolder folder = new WalkFolder("curl", environment);
    List<Guide.Step> steps = guide.steps();
    folder.write(
        "walk.sh",
        steps.stream()
            .map(step -> step.script() + "\necho; echo '" + END_OF_STEP + "'\n")
            .collect(Collectors.joining("\n", "set -euo pipefail\n", "")));

    List<JsonNode> answers = answers(folder.run("bash", "walk.sh"));

    assertThat(answers).hasSameSizeAs(steps);
    for (int i = 0; i < answers.size(); i++) {
      Shape.assertLike(JSON.readTree(steps.get(i).answer()), answers.get(i));
    }
    assertLearned(only(answers, "/outputs/0/data/0").asDouble());
    assertCharged(only(answers, "/data/project/cost/total/amount").asText());
  }

  private static List<JsonNode> answers(String output) throws Exception {
    List<JsonNode> answers = new ArrayList<>();
    for (String step : output.split(Pattern.quote(END_OF_STEP), -1)) {
      if (!step.isBlank()) {
        answers.add(JSON.readTree(step));
      }
    }
    return answers;
  }

  private static JsonNode only(List<JsonNode> answers, String pointer) {
    List<JsonNode> found =
        answers.stream().map(it -> it.at(pointer)).filter(it -> !it.isMissingNode()).toList();
    assertThat(found).as(pointer).hasSize(1);
    return found.getFirst();
  }

  @Test
  void python() throws Exception {
    assumeThat(Programs.missing("python3")).isEmpty();
    WalkFolder folder = new WalkFolder("python", environment);
    assertThat(guide.says("pip install '" + lineWith(folder.read("requirements.txt"), "gql") + "'"))
        .as("the guide names the version that is run here")
        .isTrue();
    folder.require(
        "python3 makes no environments (Debian: apt-get install python3-venv)",
        "python3",
        "-c",
        "import venv, ensurepip");
    folder.prepare("python3", "-m", "venv", "--clear", "venv");
    folder.prepare(
        "venv/bin/pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--timeout",
        "20",
        "--retries",
        "3",
        "--only-binary",
        ":all:",
        "--requirement",
        "requirements.txt");
    folder.write("walk.py", guide.program("python"));

    assertWalked(folder.run("venv/bin/python", "walk.py"));
  }

  private static String lineWith(String text, String beginning) {
    return text.lines().filter(line -> line.startsWith(beginning)).findFirst().orElseThrow();
  }

  @Test
  void typescript() throws Exception {
    assumeThat(Programs.missing("node", "npm")).isEmpty();
    WalkFolder folder = new WalkFolder("typescript", environment);
    JSON.readTree(folder.read("package.json"))
        .path("dependencies")
        .properties()
        .forEach(
            pinned ->
                assertThat(guide.says(pinned.getKey() + "@" + pinned.getValue().asText()))
                    .as("the guide names %s", pinned)
                    .isTrue());
    folder.prepare(
        "npm",
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--fetch-timeout=20000",
        "--fetch-retries=2",
        "--fetch-retry-maxtimeout=10000");
    folder.write("walk.mts", guide.program("typescript"));

    assertWalked(folder.run("node_modules/.bin/tsx", "walk.mts"));
  }

  @Test
  void java() throws Exception {
    WalkFolder folder = new WalkFolder("java", environment);
    Path client =
        Path.of(
            DynamicGraphQLClient.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String version = client.getParent().getFileName().toString();
    assertThat(guide.says("<version>" + version + "</version>"))
        .as("the guide names version %s of the client", version)
        .isTrue();
    folder.write("Walk.java", guide.program("java"));

    assertWalked(
        folder.run(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "Walk.java"));
  }

  private static void assertWalked(String output) {
    assertLearned(Double.parseDouble(the(PREDICTION, output)));
    assertCharged(the(COST, output));
  }

  private static String the(Pattern line, String output) {
    List<String> found =
        line.matcher(output).results().map((MatchResult it) -> it.group(1)).toList();
    assertThat(found).as("%s in:%n%s", line, output).hasSize(1);
    return found.getFirst();
  }

  private static void assertLearned(double prediction) {
    assertThat(prediction).as("2 * 100 + 1").isCloseTo(LEARNED, within(TOLERANCE));
  }

  private static void assertCharged(String amount) {
    assertThat(new BigDecimal(amount)).as("cost").isPositive();
  }
}
