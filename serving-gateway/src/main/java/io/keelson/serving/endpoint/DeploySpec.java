package io.keelson.serving.endpoint;

import io.keelson.compute.job.JobInput;
import io.keelson.compute.job.Resources;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;

/**
 * What to serve, and how.
 *
 * @param endpointName a slug; a new one makes the endpoint
 * @param modelLabel the version as people call it, such as {@code wine-quality v3}
 * @param modelFiles paths are relative to the model's folder; 1 to 1,000 files
 * @param signature the model's inputs and outputs
 * @param minReplicas 1 to 32
 * @param maxReplicas {@code minReplicas} to 32
 * @param weight its percentage of the traffic once it is READY, 0 to 100; null, as 100, for all of
 *     it
 * @param resources of each replica; null for 1 CPU and 512 MiB
 * @param submittedBy who asked
 * @param traceparent W3C trace context of the request, or null
 */
public record DeploySpec(
    UUID projectId,
    String endpointName,
    UUID modelVersionId,
    String modelLabel,
    List<JobInput> modelFiles,
    JsonObject signature,
    Backend backend,
    int minReplicas,
    int maxReplicas,
    Integer weight,
    Resources resources,
    Actor submittedBy,
    String traceparent) {
  public static final int MAX_REPLICAS = 32;
  public static final int MAX_MODEL_FILES = 1_000;
  private static final double MIN_CPUS = 0.1;
  private static final double MAX_CPUS = 64;
  private static final long MIN_MEMORY_BYTES = 128L << 20;
  private static final long MAX_MEMORY_BYTES = 1L << 40;
  private static final Resources DEFAULT_RESOURCES = new Resources(1, 512L << 20);

  public DeploySpec {
    modelFiles = modelFiles == null ? List.of() : List.copyOf(modelFiles);
    signature = signature == null ? new JsonObject() : signature;
    resources = resources == null ? DEFAULT_RESOURCES : resources;
  }

  /** Null for all of the traffic. */
  Integer requestedWeight() {
    return weight == null || weight == TrafficSplit.ALL ? null : weight;
  }

  /**
   * The same model in the same way once more.
   *
   * @param weight null for all of the traffic
   */
  static DeploySpec again(
      Endpoint endpoint, Revision revision, Integer weight, Actor submittedBy, String traceparent) {
    return new DeploySpec(
        endpoint.projectId(),
        endpoint.name(),
        revision.modelVersionId(),
        revision.modelLabel(),
        revision.modelFiles(),
        revision.signature(),
        revision.backend(),
        revision.minReplicas(),
        revision.maxReplicas(),
        weight,
        revision.resources(),
        submittedBy,
        traceparent);
  }

  /**
   * @throws Invalid naming the first field that is out of bounds
   */
  void check() {
    Input.present("input.projectId", projectId);
    Input.slug("input.endpointName", endpointName);
    Input.present("input.modelVersionId", modelVersionId);
    Input.label("input.modelLabel", modelLabel);
    Input.size("input.modelFiles", modelFiles, 1, MAX_MODEL_FILES);
    modelFiles.forEach(file -> Input.path("input.modelFiles.path", file.path()));
    Input.present("input.backend", backend);
    Input.range("input.minReplicas", minReplicas, 1, MAX_REPLICAS);
    Input.range("input.maxReplicas", maxReplicas, minReplicas, MAX_REPLICAS);
    if (weight != null) {
      Input.range("input.weight", weight, 0, TrafficSplit.ALL);
    }
    Input.range(
        "input.resources.memoryBytes", resources.memoryBytes(), MIN_MEMORY_BYTES, MAX_MEMORY_BYTES);
    if (!(resources.cpus() >= MIN_CPUS && resources.cpus() <= MAX_CPUS)) {
      throw new Invalid("input.resources.cpus", resources.cpus(), MIN_CPUS + " to " + MAX_CPUS);
    }
    Input.present("input.submittedBy", submittedBy);
    Input.label("input.submittedBy", submittedBy.label());
  }
}
