package io.keelson.api.graphql;

import io.keelson.tenancy.access.Actor;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Who did something: the label is for people's eyes, the id decides. */
@Name("Actor")
@Description("Who did something: the label is for people's eyes, the id decides.")
public record ActorType(
    @NonNull @Description("What may do something.") ActorKind kind,
    @Id
        @Description(
            "A person's own id, or the global id of a key, service account or job; null for the platform, and where nobody can be told.")
        String id,
    @NonNull @Description("Its name when it did so: an e-mail address, the name of a key.")
        String label) {

  /** What may do something. */
  public enum ActorKind {
    PERSON,
    API_KEY,
    SERVICE_ACCOUNT,
    JOB,
    PLATFORM,
    OPERATOR
  }

  public static ActorType of(Actor actor) {
    return switch (actor.kind()) {
      case PERSON ->
          new ActorType(
              ActorKind.PERSON, actor.id() == null ? null : actor.id().toString(), actor.label());
      case API_KEY ->
          new ActorType(
              ActorKind.API_KEY, GraphTypes.id(GraphTypes.API_KEY, actor.id()), actor.label());
      case SERVICE_ACCOUNT ->
          new ActorType(
              ActorKind.SERVICE_ACCOUNT,
              GraphTypes.id(GraphTypes.SERVICE_ACCOUNT, actor.id()),
              actor.label());
      case OPERATOR ->
          new ActorType(
              ActorKind.OPERATOR, actor.id() == null ? null : actor.id().toString(), actor.label());
      case JOB ->
          new ActorType(ActorKind.JOB, GraphTypes.id(GraphTypes.JOB, actor.id()), actor.label());
      case PLATFORM -> new ActorType(ActorKind.PLATFORM, null, actor.label());
    };
  }
}
