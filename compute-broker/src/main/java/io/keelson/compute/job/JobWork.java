package io.keelson.compute.job;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * What a job is to do, as in {@link JobSpec}: up to some megabytes, which only what starts the job
 * reads.
 */
public record JobWork(
    List<String> command,
    Map<String, String> environment,
    JsonObject parameters,
    List<JobInput> inputs) {}
