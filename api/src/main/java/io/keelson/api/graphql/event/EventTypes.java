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
  @Description("An event whose delivery to its handler failed after the last attempt.")
  public record DeadLetterType(@Ignore DeadLetter letter) implements Node {
    @Override
    @Id
    @NonNull
    @Description("What it is known by everywhere; node answers it.")
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
    @Description("How often delivery was tried.")
    public Integer getAttempts() {
      return letter.attempts();
    }

    @Description("Why the last attempt failed.")
    public String getFailure() {
      return letter.failure();
    }

    @NonNull
    @Description("When the event happened.")
    public OffsetDateTime getHappenedAt() {
      return letter.happenedAt();
    }

    @NonNull
    @Description("When the last attempt failed.")
    public OffsetDateTime getDiedAt() {
      return letter.diedAt();
    }

    @Description("When somebody had it delivered once more; null while nobody has.")
    public OffsetDateTime getReplayedAt() {
      return letter.replayedAt();
    }
  }

  @Name("DeadLetterConnection")
  @Description("A page of dead letters.")
  public record DeadLetterConnection(
      @NonNull @Description("The dead letters with their cursors.")
          List<@NonNull DeadLetterEdge> edges,
      @NonNull @Description("Where the page stands in the list.") PageInfo pageInfo) {
    static DeadLetterConnection of(Page<DeadLetter> page) {
      return new DeadLetterConnection(
          page.edges((letter, cursor) -> new DeadLetterEdge(new DeadLetterType(letter), cursor)),
          page.info());
    }
  }

  @Name("DeadLetterEdge")
  @Description("A dead letter in a page.")
  public record DeadLetterEdge(
      @NonNull @Description("The dead letter.") DeadLetterType node,
      @NonNull @Description("Its place in the list.") String cursor) {}
}
