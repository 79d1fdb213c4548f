package io.keelson.api.graphql.check;

import io.keelson.api.catalog.waiver.Waiver;
import io.keelson.api.catalog.waiver.WaiverStatus;
import io.keelson.api.graphql.ActorType;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Node;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Waivers as the API shows them. */
public final class WaiverTypes {
  private WaiverTypes() {}

  @Name("Waiver")
  @Description("Lets one failed check of one data set version pass for a while.")
  public record WaiverType(@Ignore Waiver waiver) implements Node {
    @Override
    @Id
    @NonNull
    @Description("What it is known by everywhere; node answers it.")
    public String getId() {
      return GraphTypes.id(GraphTypes.WAIVER, waiver.id());
    }

    @NonNull
    @Description("Which result of its validation it covers.")
    public Integer getNumber() {
      return waiver.resultNumber();
    }

    @NonNull
    @Description("Whether it waits for somebody, was granted or declined, or was taken back.")
    public WaiverStatus getStatus() {
      return waiver.status();
    }

    @NonNull
    @Description("Why the check should pass.")
    public String getReason() {
      return waiver.reason();
    }

    @NonNull
    @Description("From then on it counts no more, granted or not.")
    public OffsetDateTime getEndsAt() {
      return waiver.endsAt();
    }

    @NonNull
    @Description("When it was asked for.")
    public OffsetDateTime getAskedAt() {
      return waiver.askedAt();
    }

    @NonNull
    @Description("Who asked for it, and so may not grant it.")
    public ActorType getAskedBy() {
      return ActorType.of(waiver.askedBy());
    }

    @Description("When it was granted, declined or taken back; null before.")
    public OffsetDateTime getDecidedAt() {
      return waiver.decidedAt();
    }

    @Description("Who granted, declined or took it back; null before.")
    public ActorType getDecidedBy() {
      return waiver.decidedBy() == null ? null : ActorType.of(waiver.decidedBy());
    }

    @Description("What they said to it; null for nothing.")
    public String getComment() {
      return waiver.comment();
    }

    @NonNull
    @Description("Rises with each change.")
    public Integer getVersion() {
      return waiver.version();
    }
  }

  @Description("A waiver to ask for.")
  public record AskForWaiver(
      @Id @NonNull @Description("The latest validation of the version.") String validationId,
      @NonNull @Description("The number of the failed result.") Integer number,
      @NonNull @Description("Why the check should pass, at most 4,000 characters.") String reason,
      @NonNull @Description("When it is to end, within 90 days from now.") OffsetDateTime endsAt) {}

  @Description("What is to become of a waiver.")
  public record DecideWaiver(
      @Id @NonNull @Description("The waiver.") String id,
      @NonNull @Description("The version of its record that is meant.") Integer expectedVersion,
      @Description("What is to be said to it, at most 4,000 characters.") String comment) {}
}
