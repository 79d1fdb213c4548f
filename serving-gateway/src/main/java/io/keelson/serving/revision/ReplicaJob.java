package io.keelson.serving.revision;

import io.keelson.compute.job.JobInput;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobSpec;
import io.keelson.serving.endpoint.Endpoint;
import io.keelson.serving.endpoint.Revision;
import io.keelson.tenancy.database.Ids;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The job that is a replica. */
final class ReplicaJob {
  /** The process's program folder in the platform's distribution. */
  static final String PROGRAM = "djl-worker";

  private ReplicaJob() {}

  /** The same for the same attempt at the same slot, so that nothing is ever submitted twice. */
  static UUID id(UUID revisionId, int slot, int attempt) {
    return Ids.fromName("replica", revisionId, slot, attempt);
  }

  /**
   * @throws io.keelson.tenancy.failure.Invalid when the revision asks for what no job can have
   */
  static JobSpec spec(Endpoint endpoint, Revision revision) {
    int predictors = (int) Math.ceil(revision.resources().cpus());
    List<String> command =
        List.of(
            "/usr/bin/env",
            "KEELSON_CPUS=" + predictors,
            "/java/bin/java",
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            "/program/lib/*",
            "io.keelson.djlworker.DjlWorker",
            "--name",
            endpoint.name(),
            "--model-version",
            Integer.toString(revision.number()),
            "--socket",
            "/job/replica.sock");
    List<JobInput> inputs =
        revision.modelFiles().stream()
            .map(file -> new JobInput("model/" + file.path(), file.digest(), file.sizeBytes()))
            .toList();
    return new JobSpec(
        endpoint.projectId(),
        null,
        endpoint.name() + " revision " + revision.number(),
        JobKind.SERVICE,
        PROGRAM,
        command,
        Map.of(),
        new JsonObject()
            .put("endpointId", endpoint.id().toString())
            .put("revisionId", revision.id().toString()),
        inputs,
        revision.resources(),
        null,
        revision.traceparent(),
        revision.submittedBy());
  }
}
