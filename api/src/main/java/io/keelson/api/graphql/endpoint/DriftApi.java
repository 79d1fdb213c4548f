package io.keelson.api.graphql.endpoint;

import static io.keelson.api.graphql.GraphTypes.ENDPOINT;

import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.endpoint.DriftHistoryTypes.DriftHistoryFeatureType;
import io.keelson.api.graphql.endpoint.DriftHistoryTypes.DriftHistoryType;
import io.keelson.api.graphql.endpoint.DriftTypes.DriftReferenceType;
import io.keelson.api.graphql.endpoint.DriftTypes.DriftRuleType;
import io.keelson.api.graphql.endpoint.DriftTypes.DriftWindowType;
import io.keelson.api.graphql.endpoint.DriftTypes.SetDrift;
import io.keelson.api.graphql.endpoint.EndpointTypes.EndpointType;
import io.keelson.api.graphql.endpoint.EndpointTypes.RevisionType;
import io.keelson.api.identity.CallContext;
import io.keelson.api.watch.DriftChoices;
import io.keelson.serving.watch.finding.Drift;
import io.keelson.serving.watch.finding.DriftRule;
import io.keelson.serving.watch.profile.References;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.database.GlobalId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** Whether what endpoints are asked and answer looks like what their models were trained on. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class DriftApi {
  private static final int DEFAULT_WINDOWS = 10;
  private static final int DEFAULT_HISTORY = 50;

  private final CallContext call;
  private final EndpointReads reads;
  private final Drift drift;
  private final References references;
  private final DriftChoices choices;

  DriftApi(
      CallContext call,
      EndpointReads reads,
      Drift drift,
      References references,
      DriftChoices choices) {
    this.call = call;
    this.reads = reads;
    this.drift = drift;
    this.references = references;
    this.choices = choices;
  }

  @Description("How its requests are held against training profiles; null where they are not.")
  public List<DriftRuleType> driftRule(@Source List<EndpointType> sources) {
    Map<UUID, DriftRuleType> found = new HashMap<>();
    drift
        .rulesOf(
            call.principal().tenantId(),
            GraphTypes.distinct(sources, source -> source.endpoint().id()))
        .forEach((id, rule) -> found.put(id, new DriftRuleType(rule)));
    return GraphTypes.join(sources, source -> source.endpoint().id(), found);
  }

  @Description(
      "What its requests are held against; null where it was deployed before there were profiles: setDrift reads them.")
  public List<DriftReferenceType> driftReference(@Source List<RevisionType> sources) {
    Map<UUID, DriftReferenceType> found = new HashMap<>();
    references
        .summaries(
            call.principal().tenantId(),
            GraphTypes.distinct(sources, source -> source.revision().modelVersionId()))
        .forEach((id, summary) -> found.put(id, new DriftReferenceType(summary)));
    return GraphTypes.join(sources, source -> source.revision().modelVersionId(), found);
  }

  @NonNull
  @Description(
      "Windows of its revisions that were judged, the newest first: at most 50; none without a rule, or a profile.")
  public List<@NonNull DriftWindowType> drift(
      @Source EndpointType source,
      @Description("How many, 1 to 50; 10 when left out.") Integer first,
      @Description("Those that begin before; the newest when left out.") OffsetDateTime before,
      @Description("The number of a revision; all when left out.") Integer revision) {
    EndpointReads.Readable read = reads.require(source);
    int limit = first == null ? DEFAULT_WINDOWS : first;
    return drift.windows(read.tenantId(), read.endpointId(), before, revision, limit).stream()
        .map(DriftWindowType::new)
        .toList();
  }

  @Description(
      "The newest windows of one of its revisions that were judged, without their bins; null where none was.")
  public DriftHistoryType driftHistory(
      @Source EndpointType source,
      @Description(
              "How many windows, 1 to 168; 50 when left out. Fewer of a revision with more than 119 features.")
          Integer first,
      @Description("The number of a revision; that of the newest window when left out.")
          Integer revision) {
    EndpointReads.Readable read = reads.require(source);
    return drift
        .history(
            read.tenantId(), read.endpointId(), revision, first == null ? DEFAULT_HISTORY : first)
        .map(DriftHistoryType::new)
        .orElse(null);
  }

  @NonNull
  @Description(
      "At most 24 of them: those that drifted in most windows, then those furthest from their training in the newest.")
  public List<@NonNull DriftHistoryFeatureType> features(@Source DriftHistoryType source) {
    return source
        .history()
        .features(bytes -> call.rows().hold(bytes, "reading what was found of the features"))
        .stream()
        .map(DriftHistoryFeatureType::new)
        .toList();
  }

  @Mutation("setDrift")
  @Requires(Permission.ENDPOINT_WRITE)
  @NonNull
  @Description("Says how an endpoint's requests are held against training profiles, from now on.")
  public EndpointType setDrift(@NonNull @Description("What the rule shall be.") SetDrift input) {
    return new EndpointType(
        choices.set(
            call.caller(),
            new DriftRule.Wanted(
                GlobalId.decode("input.endpointId", ENDPOINT, input.endpointId()),
                input.expectedVersion(),
                input.share() == null ? 1 : input.share(),
                input.window() == null ? DriftRule.DEFAULT_WINDOW : input.window(),
                input.minRows() == null ? DriftRule.DEFAULT_MIN_ROWS : input.minRows())));
  }
}
