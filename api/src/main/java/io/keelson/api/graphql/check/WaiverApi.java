package io.keelson.api.graphql.check;

import static io.keelson.api.graphql.GraphTypes.VALIDATION;
import static io.keelson.api.graphql.GraphTypes.WAIVER;

import io.keelson.api.catalog.dataset.DatasetGates;
import io.keelson.api.catalog.dataset.DatasetVersion;
import io.keelson.api.catalog.dataset.DatasetVersionStatus;
import io.keelson.api.catalog.validation.Validation;
import io.keelson.api.catalog.validation.Validations;
import io.keelson.api.catalog.waiver.Waiver;
import io.keelson.api.catalog.waiver.Waivers;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.check.ValidationTypes.ValidationType;
import io.keelson.api.graphql.check.WaiverTypes.AskForWaiver;
import io.keelson.api.graphql.check.WaiverTypes.DecideWaiver;
import io.keelson.api.graphql.check.WaiverTypes.WaiverType;
import io.keelson.api.graphql.dataset.DatasetTypes.DatasetVersionType;
import io.keelson.api.graphql.tenancy.TenancyTypes.ViewerType;
import io.keelson.api.identity.CallContext;
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

/** Failed checks that people let pass for a while. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class WaiverApi {
  private final CallContext call;
  private final Waivers waivers;
  private final Validations validations;
  private final DatasetGates gates;

  WaiverApi(CallContext call, Waivers waivers, Validations validations, DatasetGates gates) {
    this.call = call;
    this.waivers = waivers;
    this.validations = validations;
    this.gates = gates;
  }

  @Description(
      "Until when it is let through although it was REJECTED, as each failed check that blocks is waived; null for any other.")
  public List<OffsetDateTime> waivedUntil(@Source List<DatasetVersionType> sources) {
    return GraphTypes.join(
        sources,
        source -> source.datasetVersion().id(),
        gates.waivedUntil(
            call.principal(),
            sources.stream()
                .map(DatasetVersionType::datasetVersion)
                .filter(version -> version.status() == DatasetVersionStatus.REJECTED)
                .map(DatasetVersion::id)
                .distinct()
                .toList()));
  }

  @Description(
      "Waivers of its failed checks, oldest first; of more than these the newest, at most 100.")
  public List<@NonNull List<@NonNull WaiverType>> waivers(@Source List<ValidationType> sources) {
    Map<UUID, List<Waiver>> found =
        waivers.byValidationIds(
            call.principal(), GraphTypes.distinct(sources, source -> source.validation().id()));
    return sources.stream()
        .map(
            source ->
                found.getOrDefault(source.validation().id(), List.of()).stream()
                    .map(WaiverType::new)
                    .toList())
        .toList();
  }

  @NonNull
  @Description(
      "Waivers that wait and that the caller may grant, as somebody else asked for them, in all projects, oldest first; at most 20. None for a key.")
  public List<@NonNull WaiverType> waiversToDecide(@Source ViewerType viewer) {
    return waivers.toDecide(call.principal()).stream().map(WaiverType::new).toList();
  }

  @Description("The validation that it is about.")
  public List<@NonNull ValidationType> validation(@Source List<WaiverType> sources) {
    Map<UUID, ValidationType> found = new HashMap<>();
    Map<UUID, Validation> read =
        validations.byIds(
            call.principal(),
            GraphTypes.distinct(sources, source -> source.waiver().validationId()));
    read.forEach((id, validation) -> found.put(id, new ValidationType(validation)));
    return GraphTypes.joinAll(
        sources, source -> source.waiver().validationId(), found, Permission.DATASET_READ);
  }

  @Mutation
  @Requires(Permission.DATASET_WRITE)
  @NonNull
  @Description(
      "Asks that a failed check of a version be let pass for a while; somebody else grants it.")
  public WaiverType askForWaiver(@NonNull @Description("The waiver.") AskForWaiver input) {
    return new WaiverType(
        waivers.ask(
            call.caller(),
            new Waivers.AskForWaiver(
                GlobalId.decode("input.validationId", VALIDATION, input.validationId()),
                input.number(),
                input.reason(),
                input.endsAt())));
  }

  @Mutation
  @Requires(Permission.DATASET_WRITE)
  @NonNull
  @Description(
      "Grants a waiver that somebody else asked for: once each failed check that blocks has one, jobs read the version until the first of them ends. FORBIDDEN for whoever asked.")
  public WaiverType grantWaiver(@NonNull @Description("The waiver.") DecideWaiver input) {
    return new WaiverType(waivers.grant(call.caller(), decision(input)));
  }

  @Mutation
  @Requires(Permission.DATASET_WRITE)
  @NonNull
  @Description("Refuses a waiver that was asked for.")
  public WaiverType declineWaiver(@NonNull @Description("The waiver.") DecideWaiver input) {
    return new WaiverType(waivers.decline(call.caller(), decision(input)));
  }

  @Mutation
  @Requires(Permission.DATASET_WRITE)
  @NonNull
  @Description("Takes a waiver back, asked for or granted: the check has failed again from now on.")
  public WaiverType endWaiver(@NonNull @Description("The waiver.") DecideWaiver input) {
    return new WaiverType(waivers.end(call.caller(), decision(input)));
  }

  private static Waivers.DecideWaiver decision(DecideWaiver input) {
    return new Waivers.DecideWaiver(
        GlobalId.decode("input.id", WAIVER, input.id()), input.expectedVersion(), input.comment());
  }
}
