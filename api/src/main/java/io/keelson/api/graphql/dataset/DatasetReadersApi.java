package io.keelson.api.graphql.dataset;

import io.keelson.api.catalog.dataset.DatasetReaders;
import io.keelson.api.catalog.experiment.Run;
import io.keelson.api.catalog.experiment.RunDetails;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Node;
import io.keelson.api.graphql.dataset.DatasetTypes.DatasetVersionType;
import io.keelson.api.graphql.experiment.ExperimentTypes.RunType;
import io.keelson.api.graphql.job.JobTypes.JobType;
import io.keelson.api.identity.CallContext;
import io.keelson.compute.job.Job;
import io.keelson.compute.job.Jobs;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** Who reads a data set version: runs, and jobs with or without one. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class DatasetReadersApi {
  /** Their ids sort by creation, those of runs among those of jobs. */
  private static final Comparator<Reader> NEWEST_FIRST =
      Comparator.comparing((Reader reader) -> reader.id().toString()).reversed();

  private final CallContext call;
  private final RunDetails runs;
  private final DatasetReaders readers;
  private final Jobs jobs;

  private record Reader(UUID id, Node node) {}

  DatasetReadersApi(CallContext call, RunDetails runs, DatasetReaders readers, Jobs jobs) {
    this.call = call;
    this.runs = runs;
    this.readers = readers;
    this.jobs = jobs;
  }

  @Description("Runs and jobs that read it, newest first, at most 100.")
  public List<@NonNull List<@NonNull Node>> usedBy(@Source List<DatasetVersionType> sources) {
    Principal principal = call.principal();
    List<UUID> versions = GraphTypes.distinct(sources, source -> source.datasetVersion().id());
    Map<UUID, List<Run>> runsOf =
        principal.mayAnywhere(Permission.RUN_READ)
            ? runs.runsReading(principal, versions)
            : Map.of();
    Map<UUID, List<UUID>> jobsOf =
        principal.mayAnywhere(Permission.JOB_READ) ? readers.jobs(principal, versions) : Map.of();
    Map<UUID, Job> found =
        GraphTypes.inBatches(
            jobsOf.values().stream().flatMap(List::stream).distinct().toList(),
            ids -> jobs.byIds(principal.tenantId(), ids));
    return sources.stream()
        .map(
            source -> {
              UUID version = source.datasetVersion().id();
              List<Reader> all = new ArrayList<>();
              runsOf
                  .getOrDefault(version, List.of())
                  .forEach(run -> all.add(new Reader(run.id(), new RunType(run))));
              jobsOf.getOrDefault(version, List.of()).stream()
                  .map(found::get)
                  .filter(Objects::nonNull)
                  .forEach(job -> all.add(new Reader(job.id(), new JobType(job))));
              return newest(all);
            })
        .toList();
  }

  private static List<Node> newest(List<Reader> all) {
    return all.stream()
        .sorted(NEWEST_FIRST)
        .limit(DatasetReaders.MAX_READERS)
        .map(Reader::node)
        .toList();
  }
}
