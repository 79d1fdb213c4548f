package io.keelson.api.graphql.dataset;

import io.keelson.api.catalog.dataset.DatasetUse;
import io.keelson.api.catalog.dataset.DatasetUses;
import io.keelson.api.catalog.dataset.DatasetVersions;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.dataset.DatasetTypes.DatasetType;
import io.keelson.api.graphql.dataset.DatasetTypes.DatasetVersionType;
import io.keelson.api.identity.CallContext;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** How much data sets are read. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class DatasetUseApi {
  private final CallContext call;
  private final DatasetUses uses;
  private final DatasetVersions versions;

  DatasetUseApi(CallContext call, DatasetUses uses, DatasetVersions versions) {
    this.call = call;
    this.uses = uses;
    this.versions = versions;
  }

  @Name("DatasetUse")
  @Description("How much a data set is read, as far as the caller may see what reads it.")
  public record DatasetUseType(@Ignore DatasetUse use) {
    @NonNull
    @Description("Runs that read it.")
    public Integer getRuns() {
      return use.runs();
    }

    @NonNull
    @Description("Jobs that read it for no run.")
    public Integer getJobs() {
      return use.jobs();
    }

    @NonNull
    @Description("Models with a version that came of one of these runs.")
    public Integer getModels() {
      return use.models();
    }

    @NonNull
    @Description(
        "Whether these are all: its newest 200 versions are looked at, and of what reads them 1,000 runs and 1,000 jobs.")
    public Boolean getComplete() {
      return use.complete();
    }
  }

  @Description("How much it is read, over all its versions.")
  public List<@NonNull DatasetUseType> use(@Source List<DatasetType> sources) {
    Map<UUID, DatasetUse> found =
        uses.of(call.principal(), GraphTypes.distinct(sources, source -> source.dataset().id()));
    return sources.stream()
        .map(source -> found.getOrDefault(source.dataset().id(), DatasetUse.NONE))
        .map(DatasetUseType::new)
        .toList();
  }

  @Description("The newest of its versions that one of these reads; null for none.")
  public List<DatasetVersionType> newestVersion(@Source List<DatasetUseType> sources) {
    Map<UUID, DatasetVersionType> found = new HashMap<>();
    versions
        .byIds(
            call.principal(),
            GraphTypes.distinct(sources, source -> source.use().newestVersionId()))
        .forEach((id, version) -> found.put(id, new DatasetVersionType(version)));
    return GraphTypes.join(sources, source -> source.use().newestVersionId(), found);
  }
}
