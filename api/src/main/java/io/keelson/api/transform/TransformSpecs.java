package io.keelson.api.transform;

import io.keelson.api.catalog.dataset.DataGate;
import io.keelson.api.catalog.dataset.DatasetFile;
import io.keelson.api.catalog.dataset.DatasetFiles;
import io.keelson.compute.job.JobInput;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobSpec;
import io.keelson.compute.job.Resources;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** What the jobs of transforms and of their previews are told. */
@ApplicationScoped
class TransformSpecs {
  private static final int MAX_SQL_CHARACTERS = 32_768;
  private static final int MAX_INPUTS = 20;

  /** Of all names together, where several versions have one. */
  private static final int MAX_VERSIONS = 200;

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

  /** What the engine calls its own: a schema of that name is there already, or is taken for it. */
  private static final Set<String> TAKEN_NAMES =
      Set.of("main", "temp", "system", "memory", "information_schema", "pg_catalog");

  /** What a job takes, with room for what a preview adds. */
  private static final int MAX_PARAMETERS_BYTES = (256 << 10) - 1_024;

  private static final Resources DEFAULT_RESOURCES = new Resources(1, 1L << 30);

  /** Of the job's memory: the program's own, beside what the engine takes for tables. */
  private static final long PROGRAM_BYTES = 320L << 20;

  private static final long LEAST_BYTES = 512L << 20;

  private final DatasetFiles files;

  TransformSpecs(DatasetFiles files) {
    this.files = files;
  }

  /**
   * @throws Invalid naming the field
   */
  static void check(String sql, List<TransformSource> sources) {
    checkStatement("input.sql", sql);
    checkSources(sources);
  }

  /**
   * @throws Invalid naming the field
   */
  static void checkStatement(String field, String sql) {
    Input.text(field, Input.present(field, sql), MAX_SQL_CHARACTERS);
    if (sql.isBlank()) {
      throw new Invalid(field, sql, "one SELECT");
    }
  }

  /**
   * What callers name: each name once.
   *
   * @throws Invalid naming the field
   */
  static void checkSources(List<TransformSource> sources) {
    Input.size("input.inputs", sources, 1, MAX_INPUTS);
    checkTables(sources);
    if (names(sources) < sources.size()) {
      throw new Invalid("input.inputs.name", null, "each name once, whatever its case");
    }
  }

  /**
   * Several of a name are versions that are read as one.
   *
   * @throws Invalid naming the field
   */
  static void checkTables(List<TransformSource> sources) {
    Input.size("input.inputs", sources, 1, MAX_VERSIONS);
    for (TransformSource source : sources) {
      if (source.name() == null || !NAME.matcher(source.name()).matches()) {
        throw new Invalid(
            "input.inputs.name", source.name(), "1 to 63 letters, digits or _, no digit first");
      }
      if (TAKEN_NAMES.contains(source.name().toLowerCase(Locale.ROOT))) {
        throw new Invalid(
            "input.inputs.name",
            source.name(),
            "another name than " + String.join(", ", TAKEN_NAMES.stream().sorted().toList()));
      }
      Input.present("input.inputs.datasetVersionId", source.versionId());
    }
  }

  private static long names(List<TransformSource> sources) {
    return sources.stream()
        .map(source -> source.name().toLowerCase(Locale.ROOT))
        .distinct()
        .count();
  }

  /**
   * @param wanted null for one core and 1 GiB
   */
  static Resources resources(Resources wanted) {
    Resources resources = wanted == null ? DEFAULT_RESOURCES : wanted;
    Input.range(
        "input.resources.memoryBytes", resources.memoryBytes(), LEAST_BYTES, Long.MAX_VALUE);
    return resources;
  }

  /**
   * The tables of what the caller may read; files of versions that have one name are told apart by
   * their paths alone, as those of one version are.
   *
   * @param enoughBytes of each table, see {@link TransformInputs#add}
   */
  TransformInputs inputs(
      Transaction tx,
      Principal principal,
      List<TransformSource> sources,
      DataGate gate,
      long enoughBytes) {
    Map<String, List<DatasetFile>> byName = new LinkedHashMap<>();
    long all = 0;
    for (TransformSource source : sources) {
      DatasetFiles.Extent extent = files.extent(tx, principal, source.versionId(), gate);
      all += extent.files();
      JobSpec.requireInputs(all, 0);
      byName
          .computeIfAbsent(source.name(), _ -> new ArrayList<>())
          .addAll(files.inputs(tx, principal, source.versionId(), gate));
    }
    TransformInputs tables = new TransformInputs();
    byName.forEach((name, found) -> tables.add(name, found, enoughBytes));
    return tables;
  }

  /**
   * @throws Invalid where the names of the tables are more than a job is told
   */
  static JsonObject parameters(
      String sql, TransformFormat format, Resources resources, TransformInputs tables) {
    JsonObject parameters =
        new JsonObject()
            .put("sql", sql)
            .put("format", format.name())
            .put("memoryBytes", engineBytes(resources.memoryBytes()))
            .put("threads", (int) Math.ceil(resources.cpus()))
            .put("inputs", tables.described());
    int bytes = parameters.encode().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_PARAMETERS_BYTES) {
      throw new Invalid(
          "input.inputs",
          bytes + " bytes of names of tables and statement",
          "at most %d bytes; versions with fewer tables, or with shorter names of them"
              .formatted(MAX_PARAMETERS_BYTES));
    }
    return parameters;
  }

  /** What the engine holds beside its tables grows with them. */
  private static long engineBytes(long memoryBytes) {
    return (memoryBytes - PROGRAM_BYTES) / 8 * 7;
  }

  static JobSpec spec(
      Caller caller,
      UUID projectId,
      String name,
      JsonObject parameters,
      List<JobInput> inputs,
      Resources resources,
      Duration maxDuration,
      String traceparent) {
    return new JobSpec(
        projectId,
        null,
        name,
        JobKind.TASK,
        TransformEngine.PROGRAM,
        TransformEngine.COMMAND,
        Map.of(),
        parameters,
        inputs,
        resources,
        maxDuration,
        traceparent,
        caller.principal().actor());
  }
}
