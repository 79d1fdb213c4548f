package io.keelson.demo.sample;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.demo.door.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The script of the sample project, which the console loads too: operations of the API, files to
 * upload, and what is done with them, in phases. {@code web-client/src/features/sample/script.ts}
 * says what each kind of step means.
 */
public final class SampleScript {
  private static final String FILE = "/sample/sample-world.json";
  private final JsonNode root;

  private SampleScript(JsonNode root) {
    this.root = root;
  }

  /** As it ships with the demo. */
  public static SampleScript read() {
    try (InputStream in = SampleScript.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IOException(FILE + " is not in the demo's jar");
      }
      return new SampleScript(Json.MAPPER.readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In their order; each has a title and steps. */
  public List<JsonNode> phases() {
    List<JsonNode> phases = new ArrayList<>();
    root.path("phases").forEach(phases::add);
    return phases;
  }

  String document(String operation) {
    return root.path("documents").path(operation).asText();
  }

  String file(String name) {
    return root.path("files").path(name).asText();
  }
}
