package io.keelson.api.graphql.quota;

import io.keelson.api.graphql.ActorType;
import io.keelson.tenancy.refusal.LimitName;
import io.keelson.tenancy.refusal.LimitRefusals;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** What was refused, as the API shows it. */
public final class RefusalTypes {
  private RefusalTypes() {}

  @Name("LimitRefusals")
  @Description("What one limit has refused today and in the six days before, by UTC.")
  public record LimitRefusalsType(
      @NonNull @Description("What was used up.") LimitName limit,
      @NonNull @Description("How often, whoever asked.") Long refused,
      @NonNull @Description("When last.") OffsetDateTime lastAt,
      @Description("The limit then; null where that was not kept.") Long limitAtLast,
      @NonNull @Description("How often on each of the days, the oldest first; at most 7.")
          List<@NonNull Long> daily,
      @NonNull @Description("Whom it refused most, at most 10.")
          List<@NonNull RefusedActorType> actors) {
    static LimitRefusalsType of(LimitRefusals refusals) {
      return new LimitRefusalsType(
          refusals.limit(),
          refusals.refused(),
          refusals.lastAt(),
          refusals.mostAtLast(),
          refusals.daily(),
          refusals.actors().stream().map(RefusedActorType::of).toList());
    }
  }

  @Name("RefusedActor")
  @Description("Who was refused by a limit.")
  public record RefusedActorType(
      @NonNull @Description("Who asked.") ActorType actor,
      @NonNull @Description("How often.") Long refused,
      @NonNull @Description("When last.") OffsetDateTime lastAt,
      @Description(
              "When they first got what they had been refused last; for an API rate, when an operation of theirs was let pass last since then. Null where that is not known.")
          OffsetDateTime servedAt) {
    static RefusedActorType of(LimitRefusals.Refused refused) {
      return new RefusedActorType(
          ActorType.of(refused.actor()), refused.refused(), refused.lastAt(), refused.servedAt());
    }
  }
}
