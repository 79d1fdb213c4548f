package io.keelson.compute.job;

import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What is to run. Every bound is checked here, so that a spec that exists can be queued.
 *
 * @param runId the only run that the job may write to, or null
 * @param program the name of a program that ships with the platform: its folder is found at {@code
 *     /program}, and a JDK at {@code /java}; or null
 * @param command 1 to 200 words, 64 KiB in all; the first is an absolute path or is found in {@code
 *     /java/bin:/usr/bin:/bin}
 * @param environment up to 100 variables; names beginning with {@code KEELSON_} are the platform's
 *     own
 * @param parameters what {@code parameters.json} says, 256 KiB at most; a service's {@code
 *     endpointId} there labels its costs
 * @param inputs up to 10,000 files, whose paths have 1 MiB in all
 * @param maxDuration 1 s to 7 days; null only for a service
 * @param retries after which ends it is tried again, each cause once; none of a service
 * @param traceparent W3C trace context of the request, or null
 * @param submittedBy whose label has at most 200 characters
 */
public record JobSpec(
    UUID projectId,
    UUID runId,
    String name,
    JobKind kind,
    String program,
    List<String> command,
    Map<String, String> environment,
    JsonObject parameters,
    List<JobInput> inputs,
    Resources resources,
    Duration maxDuration,
    List<Retry> retries,
    String traceparent,
    Actor submittedBy) {
  private static final int MAX_WORDS = 200;
  private static final int MAX_COMMAND_BYTES = 64 << 10;
  private static final int MAX_VARIABLES = 100;
  private static final int MAX_VALUE_BYTES = 8 << 10;
  private static final int MAX_PARAMETERS_BYTES = 256 << 10;
  private static final int MAX_INPUTS = 10_000;
  private static final int MAX_INPUT_PATH_BYTES = 4 << 20;
  private static final Duration MAX_DURATION = Duration.ofDays(7);
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  public JobSpec {
    Input.present("projectId", projectId);
    Input.label("name", name);
    Input.present("kind", kind);
    if (program != null) {
      Input.slug("program", program);
    }
    command = List.copyOf(Input.size("command", command, 1, MAX_WORDS));
    checkCommand(command);
    environment = environment == null ? Map.of() : Map.copyOf(environment);
    checkEnvironment(environment);
    parameters = parameters == null ? new JsonObject() : parameters.copy();
    int parameterBytes = parameters.encode().getBytes(StandardCharsets.UTF_8).length;
    if (parameterBytes > MAX_PARAMETERS_BYTES) {
      throw new Invalid(
          "parameters", parameterBytes + " bytes", "at most " + MAX_PARAMETERS_BYTES + " bytes");
    }
    inputs = inputs == null ? List.of() : List.copyOf(inputs);
    checkInputs(inputs);
    Input.present("resources", resources);
    checkDuration(kind, maxDuration);
    retries = Retry.checked(retries);
    if (kind == JobKind.SERVICE && !retries.isEmpty()) {
      throw new Invalid("retries", retries.size(), "none for a service");
    }
    if (traceparent != null && !TRACEPARENT.matcher(traceparent).matches()) {
      throw new Invalid("traceparent", traceparent, "a W3C traceparent");
    }
    Input.present("submittedBy", submittedBy);
    Input.text("submittedBy", submittedBy.label(), Input.MAX_NAME_CHARACTERS);
  }

  /** A job that is tried again only where the platform lost it. */
  public JobSpec(
      UUID projectId,
      UUID runId,
      String name,
      JobKind kind,
      String program,
      List<String> command,
      Map<String, String> environment,
      JsonObject parameters,
      List<JobInput> inputs,
      Resources resources,
      Duration maxDuration,
      String traceparent,
      Actor submittedBy) {
    this(
        projectId,
        runId,
        name,
        kind,
        program,
        command,
        environment,
        parameters,
        inputs,
        resources,
        maxDuration,
        List.of(),
        traceparent,
        submittedBy);
  }

  /** The same, but tried again after those ends. */
  public JobSpec retrying(List<Retry> ends) {
    return new JobSpec(
        projectId,
        runId,
        name,
        kind,
        program,
        command,
        environment,
        parameters,
        inputs,
        resources,
        maxDuration,
        ends,
        traceparent,
        submittedBy);
  }

  private static void checkCommand(List<String> command) {
    int bytes = 0;
    for (String word : command) {
      if (word.indexOf('\0') >= 0) {
        throw new Invalid("command", word, "no NUL character");
      }
      bytes += word.getBytes(StandardCharsets.UTF_8).length;
    }
    if (command.getFirst().isBlank() || command.getFirst().startsWith("-")) {
      throw new Invalid("command", command.getFirst(), "the name or path of a program first");
    }
    if (bytes > MAX_COMMAND_BYTES) {
      throw new Invalid("command", bytes + " bytes", "at most " + MAX_COMMAND_BYTES + " bytes");
    }
  }

  private static void checkEnvironment(Map<String, String> environment) {
    Input.size("environment", environment.keySet(), 0, MAX_VARIABLES);
    environment.forEach(
        (variable, value) -> {
          if (!VARIABLE.matcher(variable).matches() || variable.startsWith("KEELSON_")) {
            throw new Invalid(
                "environment",
                variable,
                "up to 100 letters, digits or _, no digit first, not KEELSON_…");
          }
          if (value.indexOf('\0') >= 0
              || value.getBytes(StandardCharsets.UTF_8).length > MAX_VALUE_BYTES) {
            throw new Invalid(
                "environment." + variable,
                value,
                "at most " + MAX_VALUE_BYTES + " bytes, no NUL character");
          }
        });
  }

  /**
   * Before so many inputs are put together.
   *
   * @param pathBytes of all their paths together, in UTF-8
   * @throws Invalid when that is more than a job may have
   */
  public static void requireInputs(long files, long pathBytes) {
    if (files > MAX_INPUTS) {
      throw new Invalid("inputs", files + " files", "at most " + MAX_INPUTS + " files");
    }
    if (pathBytes > MAX_INPUT_PATH_BYTES) {
      throw new Invalid(
          "inputs",
          pathBytes + " bytes of paths",
          "at most " + MAX_INPUT_PATH_BYTES + " bytes of paths");
    }
  }

  /** A path may be there once, and not both as a file and as a folder of other files. */
  private static void checkInputs(List<JobInput> inputs) {
    Set<String> files = new HashSet<>();
    long pathBytes = 0;
    for (JobInput input : inputs) {
      pathBytes += input.path().getBytes(StandardCharsets.UTF_8).length;
      requireInputs(files.size() + 1L, pathBytes);
      if (!files.add(input.path())) {
        throw new Invalid("inputs.path", input.path(), "each path once");
      }
    }
    for (JobInput input : inputs) {
      String path = input.path();
      for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
        if (files.contains(path.substring(0, slash))) {
          throw new Invalid("inputs.path", path, "no file where another input needs a folder");
        }
      }
    }
  }

  private static void checkDuration(JobKind kind, Duration maxDuration) {
    if (maxDuration == null && kind == JobKind.SERVICE) {
      return;
    }
    if (maxDuration == null
        || maxDuration.toSeconds() < 1
        || maxDuration.compareTo(MAX_DURATION) > 0) {
      throw new Invalid("maxDuration", maxDuration, "1 second to 7 days");
    }
  }
}
