package io.keelson.compute.local;

import io.keelson.compute.provider.LeaseIntent;
import io.keelson.tenancy.database.GlobalId;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a job finds, and under which names: those of the sandbox, or without one the folder's own.
 *
 * @param sandboxed whether the folder is seen as {@code /job}
 */
record JobView(JobFolder folder, boolean sandboxed) {
  private static final Path API_SOCKET_INSIDE = Path.of("/run/keelson/api.sock");

  void placeParameters(JsonObject parameters, int uid) throws IOException {
    Path file = folder.job().resolve("parameters.json");
    Files.writeString(file, parameters.encode());
    JobFolder.give(file, uid, false);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
  }

  /**
   * A link, so that the platform can open its door again without reaching into the job's folder.
   */
  void placeApiSocket(int uid) throws IOException {
    Path link = folder.job().resolve("api.sock");
    Files.createSymbolicLink(link, sandboxed ? API_SOCKET_INSIDE : folder.apiSocket());
    JobFolder.give(link, uid, true);
    if (!sandboxed) {
      Files.delete(folder.job().resolve("inputs"));
      Files.createSymbolicLink(folder.job().resolve("inputs"), folder.inputs());
    }
  }

  private String path(String name) {
    return sandboxed ? "/job/" + name : folder.job().resolve(name).toString();
  }

  /** The job's own variables, and the platform's above them. */
  Map<String, String> environment(LeaseIntent intent) {
    String tmp = sandboxed ? "/tmp" : path("tmp");
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("PATH", sandboxed ? Sandbox.PATH : javaHome() + "/bin:/usr/bin:/bin");
    variables.put("HOME", tmp);
    variables.put("TMPDIR", tmp);
    variables.put("LANG", "C.UTF-8");
    variables.put("JAVA_HOME", sandboxed ? "/java" : javaHome());
    variables.put("JDK_JAVA_OPTIONS", javaOptions(intent));
    variables.putAll(intent.work().environment());
    variables.put("KEELSON_API_SOCKET", path("api.sock"));
    variables.put("KEELSON_TOKEN", intent.token());
    variables.put("KEELSON_TENANT", intent.tenantSlug());
    variables.put("KEELSON_JOB_ID", GlobalId.encode("job", intent.job().id()));
    variables.put("KEELSON_ATTEMPT", Integer.toString(intent.job().attempt()));
    if (intent.job().runId() != null) {
      variables.put("KEELSON_RUN_ID", GlobalId.encode("run", intent.job().runId()));
    }
    variables.put("KEELSON_PARAMETERS", path("parameters.json"));
    variables.put("KEELSON_INPUTS", path("inputs"));
    variables.put("KEELSON_OUTPUTS", path("outputs"));
    if (intent.job().traceparent() != null) {
      variables.put("TRACEPARENT", intent.job().traceparent());
    }
    return variables;
  }

  /**
   * The command's words; without a sandbox those that begin with a folder of it name the real one.
   *
   * @param program the program's folder, or null
   */
  List<String> command(List<String> words, Path program) {
    if (sandboxed) {
      return words;
    }
    return words.stream().map(word -> outside(word, program)).toList();
  }

  private String outside(String word, Path program) {
    if (word.startsWith("/job/")) {
      return folder.job() + word.substring("/job".length());
    }
    if (word.startsWith("/java/")) {
      return javaHome() + word.substring("/java".length());
    }
    return program != null && word.startsWith("/program/")
        ? program + word.substring("/program".length())
        : word;
  }

  /**
   * A JVM in the sandbox sees the whole machine and not its control group: it must be told how much
   * is its own.
   */
  private static String javaOptions(LeaseIntent intent) {
    long memoryBytes = intent.job().resources().memoryBytes();
    long cpus = Math.max(1, Math.round(Math.ceil(intent.job().resources().cpus())));
    return "-XX:MaxRAM="
        + memoryBytes
        + " -XX:MaxRAMPercentage=60 -XX:ActiveProcessorCount="
        + cpus;
  }

  private static String javaHome() {
    return System.getProperty("java.home");
  }
}
