package io.keelson.api.graphql.endpoint;

import static io.keelson.api.graphql.GraphTypes.ENDPOINT;

import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.cost.CostTypes.PeriodSpec;
import io.keelson.api.graphql.endpoint.EndpointTypes.EndpointType;
import io.keelson.api.graphql.endpoint.QualityTypes.LabelArrivalType;
import io.keelson.api.graphql.endpoint.QualityTypes.LogLabels;
import io.keelson.api.graphql.endpoint.QualityTypes.LoggedLabelsType;
import io.keelson.api.graphql.endpoint.QualityTypes.QualityRuleType;
import io.keelson.api.graphql.endpoint.QualityTypes.QualityWindowType;
import io.keelson.api.graphql.endpoint.QualityTypes.SetQuality;
import io.keelson.api.identity.CallContext;
import io.keelson.api.watch.QualityChoices;
import io.keelson.serving.watch.quality.Label;
import io.keelson.serving.watch.quality.LabelArrivals;
import io.keelson.serving.watch.quality.Quality;
import io.keelson.serving.watch.quality.QualityRule;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.database.GlobalId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** How well endpoints do, by labels that come later. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class QualityApi {
  private final CallContext call;
  private final EndpointReads reads;
  private final Quality quality;
  private final LabelArrivals arrivals;
  private final QualityChoices choices;
  private final InstantSource clock;

  QualityApi(
      CallContext call,
      EndpointReads reads,
      Quality quality,
      LabelArrivals arrivals,
      QualityChoices choices,
      InstantSource clock) {
    this.call = call;
    this.reads = reads;
    this.quality = quality;
    this.arrivals = arrivals;
    this.choices = choices;
    this.clock = clock;
  }

  @Description("How its predictions are held against labels; null where they are not.")
  public List<QualityRuleType> qualityRule(@Source List<EndpointType> sources) {
    Map<UUID, QualityRuleType> found = new HashMap<>();
    quality
        .rulesOf(
            call.principal().tenantId(),
            GraphTypes.distinct(sources, source -> source.endpoint().id()))
        .forEach((id, rule) -> found.put(id, new QualityRuleType(rule)));
    return GraphTypes.join(sources, source -> source.endpoint().id(), found);
  }

  @NonNull
  @Description(
      "How well it did, at most 1,000 windows and revisions, the newest first; none without a rule and a capture.")
  public List<@NonNull QualityWindowType> quality(
      @Source EndpointType source,
      @NonNull @Description("When the windows begin.") PeriodSpec period,
      @Description("The number of a revision; all when left out.") Integer revision) {
    EndpointReads.Within read = reads.require(source, period);
    return quality
        .windows(read.tenantId(), read.endpointId(), read.from(), read.to(), revision)
        .stream()
        .map(QualityWindowType::new)
        .toList();
  }

  @NonNull
  @Description("How late its newest labels came: at most 5,000 whose windows are not frozen.")
  public LabelArrivalType labelArrival(@Source EndpointType source) {
    EndpointReads.Readable read = reads.require(source);
    return new LabelArrivalType(arrivals.of(read.tenantId(), read.endpointId()));
  }

  @Mutation("setQuality")
  @Requires(Permission.ENDPOINT_WRITE)
  @NonNull
  @Description("Says how an endpoint's predictions are held against labels, from now on.")
  public EndpointType setQuality(
      @NonNull @Description("What the rule shall be.") SetQuality input) {
    return new EndpointType(
        choices.set(
            call.caller(),
            new QualityRule.Wanted(
                GlobalId.decode("input.endpointId", ENDPOINT, input.endpointId()),
                input.expectedVersion(),
                input.output(),
                input.measure(),
                input.window(),
                input.horizon()),
            input.collectLabels()));
  }

  @Mutation
  @Requires(Permission.ENDPOINT_INVOKE)
  @NonNull
  @Description(
      "Says what turned out to be true of predictions: of each the label with the highest version stays. CONFLICT where the endpoint has no quality rule: none of its predictions is kept then.")
  public LoggedLabelsType logLabels(@NonNull @Description("The labels.") LogLabels input) {
    long now = clock.millis();
    List<Label> labels =
        GraphTypes.items("input.labels", input.labels()).stream()
            .map(
                one ->
                    new Label(
                        one.inferenceId(),
                        one.item() == null ? 0 : one.item(),
                        one.value(),
                        one.version() == null ? now : one.version()))
            .toList();
    choices.label(
        call.caller(), GlobalId.decode("input.endpointId", ENDPOINT, input.endpointId()), labels);
    return new LoggedLabelsType(labels.size());
  }
}
