package io.keelson.api.graphql.alert;

import io.keelson.api.alert.channel.Channel;
import io.keelson.api.alert.channel.ChannelStatus;
import io.keelson.api.alert.channel.Delivery;
import io.keelson.api.alert.channel.DeliveryStatus;
import io.keelson.api.alert.sending.ChannelKind;
import io.keelson.api.graphql.ActorType;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Node;
import io.smallrye.graphql.api.Nullable;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Channels and deliveries as the API shows them. */
public final class ChannelTypes {
  private ChannelTypes() {}

  @Name("Channel")
  @Description("Where messages of a project go: people by e-mail, a webhook, a room of Slack.")
  public record ChannelType(@Ignore Channel channel) implements Node {
    @Override
    @Id
    @NonNull
    @Description("What it is known by everywhere; node answers it.")
    public String getId() {
      return GraphTypes.id(GraphTypes.CHANNEL, channel.id());
    }

    @NonNull
    @Description("What people call it; no other one of the project has it.")
    public String getName() {
      return channel.name();
    }

    @NonNull
    @Description("How its messages travel.")
    public ChannelKind getKind() {
      return channel.kind();
    }

    @NonNull
    @Description("Whether it takes messages.")
    public ChannelStatus getStatus() {
      return channel.status();
    }

    @Description("Why it takes none, in a sentence; null while it is ACTIVE.")
    public String getDisabledReason() {
      return channel.disabledReason();
    }

    @Description("The host of its address, whose rest nobody is shown; null for e-mail.")
    public String getHost() {
      return channel.host();
    }

    @Id
    @NonNull
    @Description("The members whom it mails, at most 20; none for other kinds.")
    public List<@NonNull String> getMemberIds() {
      return channel.memberIds().stream().map(id -> GraphTypes.id(GraphTypes.MEMBER, id)).toList();
    }

    @Description(
        "Until when the secret before its current one signs its messages, too; null where it was never rotated.")
    public OffsetDateTime getPreviousSecretUntil() {
      return channel.previousUntil();
    }

    @Description("When something was last delivered; null while nothing was.")
    public OffsetDateTime getLastDeliveredAt() {
      return channel.lastDeliveredAt();
    }

    @Description(
        "What went wrong last, in a sentence; null once something was delivered, or the channel changed.")
    public String getLastError() {
      return channel.lastError();
    }

    @Description("When that was.")
    public OffsetDateTime getLastErrorAt() {
      return channel.lastErrorAt();
    }

    @NonNull
    @Description("When it was made.")
    public OffsetDateTime getCreatedAt() {
      return channel.createdAt();
    }

    @NonNull
    @Description("Who made it.")
    public ActorType getCreatedBy() {
      return ActorType.of(channel.createdBy());
    }

    @NonNull
    @Description("Rises with each change.")
    public Integer getVersion() {
      return channel.version();
    }
  }

  @Name("Delivery")
  @Description(
      "One message to one channel. Its id is the webhook-id of every attempt, so that a receiver keeps one of them.")
  public record DeliveryType(@Ignore Delivery delivery) implements Node {
    @Override
    @Id
    @NonNull
    @Description("What it is known by everywhere; node answers it.")
    public String getId() {
      return GraphTypes.id(GraphTypes.DELIVERY, delivery.id());
    }

    @NonNull
    @Description("What it is about, such as channel.test.")
    public String getType() {
      return delivery.type();
    }

    @NonNull
    @Description("Its first line.")
    public String getTitle() {
      return delivery.title();
    }

    @NonNull
    @Description("How it stands.")
    public DeliveryStatus getStatus() {
      return delivery.status();
    }

    @NonNull
    @Description("How often it was tried since it was made, or delivered again by hand.")
    public Integer getAttempts() {
      return delivery.attempts();
    }

    @Description("When it is tried next; null once it is over.")
    public OffsetDateTime getNextAttemptAt() {
      return delivery.dueAt();
    }

    @Description("When it was last tried; null before.")
    public OffsetDateTime getLastAttemptAt() {
      return delivery.lastAttemptAt();
    }

    @Description("What HTTP status the last attempt was answered with; null for no answer.")
    public Integer getLastStatus() {
      return delivery.lastStatus();
    }

    @Description("What went wrong last, in a sentence; null where nothing has.")
    public String getLastError() {
      return delivery.lastError();
    }

    @NonNull
    @Description("When it was made.")
    public OffsetDateTime getCreatedAt() {
      return delivery.createdAt();
    }

    @Description("When it was delivered or given up; null while it waits.")
    public OffsetDateTime getEndedAt() {
      return delivery.endedAt();
    }

    @NonNull
    @Description("Rises with each change.")
    public Integer getVersion() {
      return delivery.version();
    }
  }

  @Name("CreatedChannel")
  @Description("A channel with what signs its messages.")
  public record CreatedChannelType(
      @NonNull @Description("The channel.") ChannelType channel,
      @Description(
              "What signs its messages, as Standard Webhooks says; shown this once. Null for what is no webhook.")
          String secret) {}

  @Description("A channel to make.")
  public record CreateChannel(
      @Id @NonNull @Description("The project whose messages it takes.") String projectId,
      @NonNull @Description("1 to 200 characters; no other one of the project has it.") String name,
      @NonNull @Description("How its messages travel.") ChannelKind kind,
      @Description(
              "The https address of a webhook, or of an incoming webhook of Slack; left out for e-mail.")
          String address,
      @Id @Nullable @Description("The members whom it mails, 1 to 20; left out for other kinds.")
          List<@NonNull String> memberIds) {}

  @Description("What a channel shall be.")
  public record UpdateChannel(
      @Id @NonNull @Description("The channel.") String id,
      @NonNull @Description("The version that is meant.") Integer expectedVersion,
      @Description("As for a new one; no change when left out.") String name,
      @Description("As for a new one; no change when left out. What waits goes there, too.")
          String address,
      @Id @Nullable @Description("As for a new one, 1 to 20; no change when left out.")
          List<@NonNull String> memberIds,
      @Description(
              "Whether it takes messages; no change when left out. Switched off, what waits is given up.")
          Boolean active) {}
}
