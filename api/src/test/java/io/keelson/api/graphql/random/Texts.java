package io.keelson.api.graphql.random;

import io.keelson.api.graphql.permission.Things;
import java.util.List;
import java.util.random.RandomGenerator;

/** Texts for arguments by their names: what a caller may mean by them. */
final class Texts {
  /** In the names of both tenants' rows. */
  static final String COMMON = "house";

  private final RandomGenerator random;
  private final Side own;
  private final Side other;
  private final List<String> cursors;

  /**
   * @param cursors from answers to callers of both tenants
   */
  Texts(RandomGenerator random, Side own, Side other, List<String> cursors) {
    this.random = random;
    this.own = own;
    this.other = other;
    this.cursors = cursors;
  }

  String of(String argument) {
    return switch (argument) {
      case "slug" -> oneOf(own.newName(), Edges.one(random, slugs()));
      case "name", "modelName" ->
          oneOf(own.newName(), own.newName(), own.word() + " " + Edges.one(random, kinds()));
      case "endpointName" ->
          oneOf(own.newName(), own.word() + "-endpoint-" + own.slugs().getLast());
      case "text" -> oneOf(own.word(), COMMON, own.word() + " run", "a");
      case "email" -> own.newName() + "@people.example";
      case "domain" -> oneOf(own.newName() + ".example", own.word() + ".example", "localhost");
      case "issuer" -> oneOf("https://192.0.2.1", "https://127.0.0.1", "http://192.0.2.1");
      case "after", "before" -> cursors.isEmpty() ? "" : Edges.one(random, cursors);
      case "path", "artifactPath" -> oneOf("model.onnx", "model.onnx", "a.csv", "a/b.csv");
      case "alias" -> oneOf("champion", own.newName());
      case "key", "keys" -> oneOf("loss", own.word());
      case "trainer" -> "tabular";
      case "command" -> "true";
      case "sha256" -> "a".repeat(64);
      case "meter" -> oneOf("job.cpu_seconds", "inference.requests");
      case "token" -> "A".repeat(43);
      default -> own.newName();
    };
  }

  private List<String> slugs() {
    return List.of(
        own.slugs().getFirst(),
        own.slugs().getLast(),
        own.slugs().getLast(),
        other.slugs().getFirst(),
        other.slugs().getLast());
  }

  private static List<String> kinds() {
    return Things.OF_PROJECTS;
  }

  private String oneOf(String... values) {
    return values[random.nextInt(values.length)];
  }
}
