package io.keelson.api.graphql.event;

import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Node;
import io.keelson.api.graphql.page.Page;
import io.keelson.api.graphql.page.PageInfo;
import io.keelson.tenancy.event.DeadLetter;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Events as the API shows them. */
public final class EventTypes {
  private EventTypes() {}

  @Name("DeadLetter")
  public record DeadLetterType(@Ignore DeadLetter letter) implements Node {
    @Override
    @Id
    @NonNull
    public String getId() {
      return GraphTypes.id(GraphTypes.DEAD_LETTER, letter.id());
    }

    @NonNull
    @Description("What happened, such as JobFinished.")
    public String getEvent() {
      return letter.eventType();
    }

    @NonNull
    @Description("The part of the platform that could not handle it.")
    public String getHandler() {
      return letter.handler();
    }

    @NonNull
    public Integer getAttempts() {
      return letter.attempts();
    }

    @Description("Why the last attempt failed.")
    public String getFailure() {
      return letter.failure();
    }

    @NonNull
    public OffsetDateTime getHappenedAt() {
      return letter.happenedAt();
    }

    @NonNull
    public OffsetDateTime getDiedAt() {
      return letter.diedAt();
    }

    public OffsetDateTime getReplayedAt() {
      return letter.replayedAt();
    }
  }

  @Name("DeadLetterConnection")
  public record DeadLetterConnection(
      @NonNull List<@NonNull DeadLetterEdge> edges, @NonNull PageInfo pageInfo) {
    static DeadLetterConnection of(Page<DeadLetter> page) {
      return new DeadLetterConnection(
          page.edges((letter, cursor) -> new DeadLetterEdge(new DeadLetterType(letter), cursor)),
          page.info());
    }
  }

  @Name("DeadLetterEdge")
  public record DeadLetterEdge(@NonNull DeadLetterType node, @NonNull String cursor) {}
}
