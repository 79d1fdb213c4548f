package io.keelson.profiler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program of a preview, in the memory that its job gives it. */
class PreviewMemoryTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  @Timeout(120)
  void largeValuesAreCutBeforeTheyAreFetched() throws Exception {
    Path inputs = Files.createDirectories(folder.resolve("inputs/0/0"));
    Path outputs = Files.createDirectories(folder.resolve("outputs"));
    Files.writeString(inputs.resolve("table-000000.csv"), "a\n1\n");
    Path parameters = folder.resolve("parameters.json");
    Files.writeString(
        parameters,
        """
        {"sql":"SELECT repeat('y', 2000000) a FROM range(100)","memoryBytes":600000000,"threads":1,
         "inputs":[{"name":"t","tables":[{"name":"t.csv","folder":"0/0"}]}],
         "preview":{"inputRows":10,"rows":100,"partial":false}}
        """);
    ProcessBuilder program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Transform.class.getName())
            .inheritIO();
    program
        .environment()
        .putAll(
            Map.of(
                "KEELSON_PARAMETERS", parameters.toString(),
                "KEELSON_INPUTS", folder.resolve("inputs").toString(),
                "KEELSON_OUTPUTS", outputs.toString()));

    assertThat(program.start().waitFor()).isEqualTo(Transform.MADE);

    JsonNode made = JSON.readTree(outputs.resolve("preview.json").toFile());
    assertThat(made.path("rows")).hasSize(100);
    assertThat(made.at("/rows/0/0").asText()).hasSize(201).endsWith("…");
  }
}
