package io.keelson.api.graphql.dataset;

import static io.keelson.api.graphql.GraphTypes.COLLECTOR;
import static io.keelson.api.graphql.GraphTypes.DATASET;

import io.keelson.api.catalog.collection.CollectedVersion;
import io.keelson.api.catalog.collection.CollectedVersions;
import io.keelson.api.catalog.collection.Collector;
import io.keelson.api.catalog.collection.CollectorFigures;
import io.keelson.api.catalog.collection.CollectorLookups;
import io.keelson.api.catalog.collection.Collectors;
import io.keelson.api.catalog.dataset.Dataset;
import io.keelson.api.catalog.dataset.DatasetVersion;
import io.keelson.api.catalog.dataset.DatasetVersions;
import io.keelson.api.catalog.dataset.Datasets;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.dataset.CollectorTypes.CollectedFromType;
import io.keelson.api.graphql.dataset.CollectorTypes.CollectorFiguresType;
import io.keelson.api.graphql.dataset.CollectorTypes.CollectorType;
import io.keelson.api.graphql.dataset.CollectorTypes.CreateCollector;
import io.keelson.api.graphql.dataset.CollectorTypes.UpdateCollector;
import io.keelson.api.graphql.dataset.DatasetTypes.DatasetType;
import io.keelson.api.graphql.dataset.DatasetTypes.DatasetVersionType;
import io.keelson.api.identity.CallContext;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.object.ObjectsConfig;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonObject;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** What takes events into data sets. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class CollectorApi {
  private final CallContext call;
  private final Collectors collectors;
  private final CollectorLookups lookups;
  private final CollectedVersions collected;
  private final Datasets datasets;
  private final DatasetVersions versions;
  private final URI baseUrl;

  CollectorApi(
      CallContext call,
      Collectors collectors,
      CollectorLookups lookups,
      CollectedVersions collected,
      Datasets datasets,
      DatasetVersions versions,
      ObjectsConfig config) {
    this.call = call;
    this.collectors = collectors;
    this.lookups = lookups;
    this.collected = collected;
    this.datasets = datasets;
    this.versions = versions;
    this.baseUrl = config.baseUrl();
  }

  @Description("What takes events into it; null for none.")
  public List<CollectorType> collector(@Source List<DatasetType> sources) {
    Map<UUID, Collector> found =
        lookups.byDatasetIds(
            call.principal(), GraphTypes.distinct(sources, source -> source.dataset().id()));
    return GraphTypes.join(
        sources, source -> source.dataset().id(), shown(found, CollectorType::new));
  }

  @Description("What it was collected from; null where it was not.")
  public List<CollectedFromType> collectedFrom(@Source List<DatasetVersionType> sources) {
    Map<UUID, CollectedVersion> found =
        collected.byVersionIds(
            call.principal(), GraphTypes.distinct(sources, source -> source.datasetVersion().id()));
    return GraphTypes.join(
        sources, source -> source.datasetVersion().id(), shown(found, CollectedFromType::new));
  }

  @Name("collector")
  @Description("The collector; null once it is deleted.")
  public List<CollectorType> collectorOf(@Source List<CollectedFromType> sources) {
    Map<UUID, Collector> found =
        lookups.byIds(
            call.principal(),
            GraphTypes.distinct(sources, source -> source.collected().collectorId()));
    return GraphTypes.join(
        sources, source -> source.collected().collectorId(), shown(found, CollectorType::new));
  }

  @NonNull
  @Description("The data set that its events go to.")
  public List<@NonNull DatasetType> dataset(@Source List<CollectorType> sources) {
    return GraphTypes.joinAll(
        sources,
        source -> source.collector().datasetId(),
        shown(datasets(sources, Collector::datasetId), DatasetType::new),
        Permission.DATASET_READ);
  }

  @Description("The data set that takes what breaks the schema; null while it has had none.")
  public List<DatasetType> deadLetter(@Source List<CollectorType> sources) {
    return GraphTypes.join(
        sources,
        source -> source.collector().deadLetterDatasetId(),
        shown(datasets(sources, Collector::deadLetterDatasetId), DatasetType::new));
  }

  private Map<UUID, Dataset> datasets(List<CollectorType> sources, Function<Collector, UUID> id) {
    return datasets.byIds(
        call.principal(), GraphTypes.distinct(sources, source -> id.apply(source.collector())));
  }

  @NonNull
  @Description(
      "Where to POST events, as NDJSON or CloudEvents in JSON, with a credential that may write the data set.")
  public String url(@Source CollectorType source) {
    return baseUrl + "/data/collectors/" + source.collector().id() + "/events";
  }

  @NonNull
  @Description("What has come, and what waits.")
  public List<@NonNull CollectorFiguresType> figures(@Source List<CollectorType> sources) {
    Map<UUID, CollectorFigures> found =
        lookups.figures(
            call.principal(), GraphTypes.distinct(sources, source -> source.collector().id()));
    return GraphTypes.join(
        sources,
        source -> source.collector().id(),
        shown(found, CollectorFiguresType::new),
        new CollectorFiguresType(CollectorFigures.NONE));
  }

  @Description("The version that was sealed last; null while there is none.")
  public List<DatasetVersionType> lastSealed(@Source List<CollectorFiguresType> sources) {
    Map<UUID, DatasetVersion> found =
        versions.byIds(
            call.principal(),
            GraphTypes.distinct(sources, source -> source.figures().lastVersionId()));
    return GraphTypes.join(
        sources, source -> source.figures().lastVersionId(), shown(found, DatasetVersionType::new));
  }

  private static <V, T> Map<UUID, T> shown(Map<UUID, V> found, Function<V, T> type) {
    Map<UUID, T> shown = new HashMap<>();
    found.forEach((id, value) -> shown.put(id, type.apply(value)));
    return shown;
  }

  @Mutation
  @Requires(Permission.DATASET_WRITE)
  @NonNull
  @Description("Has the data set take events over HTTP.")
  public CollectorType createCollector(
      @NonNull @Description("The collector to make.") CreateCollector input) {
    return new CollectorType(
        collectors.create(
            call.caller(),
            new Collectors.NewCollector(
                GlobalId.decode("input.datasetId", DATASET, input.datasetId()),
                input.sealAfterRows(),
                input.sealAfterBytes(),
                input.sealAfter(),
                text(input.schema()))));
  }

  @Mutation
  @Requires(Permission.DATASET_WRITE)
  @NonNull
  @Description("Changes when a collector's rows are sealed, and what its events must look like.")
  public CollectorType updateCollector(
      @NonNull @Description("What it shall be.") UpdateCollector input) {
    return new CollectorType(
        collectors.update(
            call.caller(),
            new Collectors.CollectorUpdate(
                GlobalId.decode("input.id", COLLECTOR, input.id()),
                input.expectedVersion(),
                input.sealAfterRows(),
                input.sealAfterBytes(),
                input.sealAfter(),
                text(input.schema()))));
  }

  private static String text(JsonObject schema) {
    return schema == null ? null : schema.toString();
  }

  @Mutation
  @Requires(Permission.DATASET_WRITE)
  @NonNull
  @Description("Ends a collector: it takes nothing any more, and what waits is sealed.")
  public CollectorType deleteCollector(
      @Id @NonNull @Description("The collector.") String id,
      @NonNull @Description("The version that is meant.") Integer expectedVersion) {
    return new CollectorType(
        collectors.delete(call.caller(), GlobalId.decode("id", COLLECTOR, id), expectedVersion));
  }

  @Mutation
  @Requires(Permission.DATASET_WRITE)
  @NonNull
  @Description("Has what waits of a collector sealed now; nothing happens where nothing waits.")
  public CollectorType sealCollected(@Id @NonNull @Description("The collector.") String id) {
    return new CollectorType(
        collectors.sealNow(call.caller(), GlobalId.decode("id", COLLECTOR, id)));
  }
}
