package io.keelson.demo.walk;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.demo.report.Table;
import io.keelson.demo.step.Check;
import io.keelson.demo.step.Patience;
import io.keelson.demo.step.Result;
import io.keelson.demo.step.Step;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A data set version: opened, filled, sealed, profiled. */
final class Data {
  private static final int ROWS = 178;
  private static final int COLUMNS = 14;
  private static final Duration PROFILE_LIMIT = Duration.ofSeconds(60);

  private static final String UPLOADED =
      """
      query ($id: ID!) {
        node(id: $id) { ... on DatasetVersion {
          sizeBytes files(first: 10) { edges { node { path sizeBytes digest } } }
        } }
      }
      """;
  private static final String SEAL =
      "mutation ($id: ID!) { sealDatasetVersion(id: $id) { id status digest } }";
  private static final String PROFILE =
      """
      query ($id: ID!) {
        node(id: $id) { ... on DatasetVersion {
          status rejection digest
          profile { rows columns { name type missing distinct min max mean deviation } }
        } }
      }
      """;

  private final DemoRun run;
  private final DatasetUploads uploads;

  Data(DemoRun run) {
    this.run = run;
    this.uploads = new DatasetUploads(run);
  }

  List<Step> steps() {
    return List.of(
        Step.of("open a data set version", this::open),
        Step.of("upload, break off, resume", this::upload),
        Step.of("seal, validate, profile", this::profile));
  }

  private Result open() throws Exception {
    JsonNode version = uploads.open("wine");
    run.wineVersionId.set(version.path("id").asText());
    Check.equal("status", version.path("status").asText(), "OPEN");
    return Result.of("wine, version %d is OPEN", version.path("number").asInt());
  }

  private Result upload() throws Exception {
    String version = run.wineVersionId.get();
    DataFile wine = DataFile.of("wine.csv");
    int size = wine.bytes().length;
    int half = size / 2;
    URI link = uploads.start(version, wine);
    Check.equal("bytes held before", run.tus.offsetBytes(link), 0L);
    Check.equal("first part", run.tus.append(link, 0, wine.bytes(), 0, half), (long) half);
    long held = run.tus.offsetBytes(link);
    Check.equal("bytes held in between", held, (long) half);
    long whole = run.tus.append(link, held, wine.bytes(), half, size - half);
    Check.equal("bytes held", whole, (long) size);
    JsonNode file = uploadedFile(version);
    Check.equal("path", file.path("path").asText(), wine.name());
    Check.equal("size", file.path("sizeBytes").asInt(), size);
    Check.equal("digest", file.path("digest").asText(), "sha256:" + wine.sha256());
    run.uploadedWine.set(version);
    return Result.of(
        "%s: %d bytes, HEAD said %d, then %d more; SHA-256 agrees",
        wine.name(), half, held, size - half);
  }

  private JsonNode uploadedFile(String version) throws Exception {
    JsonNode files = run.engineer.call(UPLOADED, Map.of("id", version)).at("/node/files/edges");
    Check.equal("files", files.size(), 1);
    return files.path(0).path("node");
  }

  private Result profile() throws Exception {
    String version = run.uploadedWine.get();
    JsonNode sealed = run.engineer.call(SEAL, Map.of("id", version)).path("sealDatasetVersion");
    String digest = sealed.path("digest").asText();
    Check.that(digest.startsWith("sha256:"), "digest: %s (expected: sha256:…)", digest);
    JsonNode validated = validated(version);
    JsonNode columns = validated.path("profile").path("columns");
    Check.equal("rows", validated.path("profile").path("rows").asInt(), ROWS);
    Check.equal("columns", columns.size(), COLUMNS);
    Check.equal("digest", validated.path("digest").asText(), digest);
    int missing = 0;
    for (JsonNode column : columns) {
      missing += column.path("missing").asInt();
    }
    Check.equal("missing values", missing, 0);
    run.validatedWine.set(version);
    return Result.of("VALIDATED: %d rows, %d columns, no value missing", ROWS, COLUMNS)
        .with(table(columns));
  }

  private JsonNode validated(String version) throws Exception {
    AtomicReference<String> status = new AtomicReference<>("");
    return Patience.until(
        PROFILE_LIMIT,
        "profile",
        status::get,
        () -> {
          JsonNode found = run.engineer.call(PROFILE, Map.of("id", version)).path("node");
          status.set(found.path("status").asText());
          Check.that(
              !status.get().equals("REJECTED"), "REJECTED: %s", found.path("rejection").asText());
          return Optional.of(found).filter(node -> status.get().equals("VALIDATED"));
        });
  }

  private static List<String> table(JsonNode columns) {
    Table table = new Table("<<>>>>>");
    table.row("column", "type", "distinct", "min", "max", "mean", "deviation");
    for (JsonNode column : columns) {
      table.row(
          column.path("name").asText(),
          column.path("type").asText(),
          column.path("distinct").asText(),
          column.path("min").asText(),
          column.path("max").asText(),
          rounded(column.path("mean")),
          rounded(column.path("deviation")));
    }
    return table.lines();
  }

  private static String rounded(JsonNode number) {
    return number.isNumber() ? String.format(Locale.ROOT, "%.3f", number.asDouble()) : "";
  }
}
