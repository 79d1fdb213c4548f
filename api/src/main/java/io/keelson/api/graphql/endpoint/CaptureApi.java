package io.keelson.api.graphql.endpoint;

import static io.keelson.api.graphql.GraphTypes.ENDPOINT;

import io.keelson.api.catalog.dataset.Dataset;
import io.keelson.api.catalog.dataset.Datasets;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.dataset.DatasetTypes.DatasetType;
import io.keelson.api.graphql.endpoint.CaptureTypes.CaptureType;
import io.keelson.api.graphql.endpoint.CaptureTypes.SetCapture;
import io.keelson.api.graphql.endpoint.EndpointTypes.EndpointType;
import io.keelson.api.identity.CallContext;
import io.keelson.api.watch.CaptureChoices;
import io.keelson.serving.watch.capture.Capture;
import io.keelson.serving.watch.capture.Captures;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.database.GlobalId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** What is kept of endpoints' requests. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class CaptureApi {
  private final CallContext call;
  private final Captures captures;
  private final CaptureChoices choices;
  private final Datasets datasets;

  CaptureApi(CallContext call, Captures captures, CaptureChoices choices, Datasets datasets) {
    this.call = call;
    this.captures = captures;
    this.choices = choices;
    this.datasets = datasets;
  }

  @Description("What is kept of its requests; null where nothing ever was.")
  public List<CaptureType> capture(@Source List<EndpointType> sources) {
    Map<UUID, CaptureType> found = new HashMap<>();
    Map<UUID, Capture> kept =
        captures.of(
            call.principal().tenantId(),
            GraphTypes.distinct(sources, source -> source.endpoint().id()));
    Map<UUID, Dataset> into =
        datasets.byIds(
            call.principal(), kept.values().stream().map(Capture::datasetId).distinct().toList());
    kept.forEach(
        (id, capture) -> found.put(id, CaptureType.of(capture, into.get(capture.datasetId()))));
    return GraphTypes.join(sources, source -> source.endpoint().id(), found);
  }

  @Description("What they become rows of; null without DATASET_READ in its project.")
  public List<DatasetType> dataset(@Source List<CaptureType> sources) {
    Map<UUID, DatasetType> found = new HashMap<>();
    datasets
        .byIds(
            call.principal(), GraphTypes.distinct(sources, source -> source.capture().datasetId()))
        .forEach((id, dataset) -> found.put(id, new DatasetType(dataset)));
    return GraphTypes.join(sources, source -> source.capture().datasetId(), found);
  }

  @Mutation("setCapture")
  @Requires(Permission.ENDPOINT_WRITE)
  @NonNull
  @Description(
      "Says which of an endpoint's answered requests are kept, as rows of the project's data set \"<endpoint> captures\"; needs DATASET_WRITE, too.")
  public EndpointType setCapture(@NonNull @Description("What shall be kept.") SetCapture input) {
    return new EndpointType(
        choices.set(
            call.caller(),
            new Captures.Wanted(
                GlobalId.decode("input.endpointId", ENDPOINT, input.endpointId()),
                input.expectedVersion(),
                input.share(),
                GraphTypes.items("input.redact", input.redact())),
            input.retention()));
  }
}
