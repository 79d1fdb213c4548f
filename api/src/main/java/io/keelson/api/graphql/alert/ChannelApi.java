package io.keelson.api.graphql.alert;

import static io.keelson.api.graphql.GraphTypes.CHANNEL;
import static io.keelson.api.graphql.GraphTypes.DELIVERY;
import static io.keelson.api.graphql.GraphTypes.MEMBER;
import static io.keelson.api.graphql.GraphTypes.PROJECT;

import io.keelson.api.alert.channel.AlertDeliveries;
import io.keelson.api.alert.channel.Channel;
import io.keelson.api.alert.channel.Channels;
import io.keelson.api.alert.channel.Delivery;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.alert.ChannelTypes.ChannelType;
import io.keelson.api.graphql.alert.ChannelTypes.CreateChannel;
import io.keelson.api.graphql.alert.ChannelTypes.CreatedChannelType;
import io.keelson.api.graphql.alert.ChannelTypes.DeliveryType;
import io.keelson.api.graphql.alert.ChannelTypes.UpdateChannel;
import io.keelson.api.graphql.project.ProjectType;
import io.keelson.api.identity.CallContext;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.database.GlobalId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** Where messages of projects go, and what became of them. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class ChannelApi {
  private final CallContext call;
  private final Channels channels;
  private final AlertDeliveries deliveries;

  ChannelApi(CallContext call, Channels channels, AlertDeliveries deliveries) {
    this.call = call;
    this.channels = channels;
    this.deliveries = deliveries;
  }

  @NonNull
  @Description("Where its messages go, by name; at most 100.")
  public List<@NonNull List<@NonNull ChannelType>> channels(@Source List<ProjectType> sources) {
    Map<UUID, List<Channel>> found =
        channels.byProjectIds(
            call.principal(), GraphTypes.distinct(sources, source -> source.project().id()));
    return sources.stream()
        .map(
            source ->
                found.getOrDefault(source.project().id(), List.of()).stream()
                    .map(ChannelType::new)
                    .toList())
        .toList();
  }

  @NonNull
  @Description("The newest messages to it, newest first; at most 50.")
  public List<@NonNull List<@NonNull DeliveryType>> deliveries(@Source List<ChannelType> sources) {
    Map<UUID, List<Delivery>> found =
        deliveries.byChannelIds(
            call.principal(), GraphTypes.distinct(sources, source -> source.channel().id()));
    return sources.stream()
        .map(
            source ->
                found.getOrDefault(source.channel().id(), List.of()).stream()
                    .map(DeliveryType::new)
                    .toList())
        .toList();
  }

  @Mutation
  @Requires(Permission.ALERT_WRITE)
  @NonNull
  @Description("Makes a channel of a project. A webhook's secret is shown this once.")
  public CreatedChannelType createChannel(
      @NonNull @Description("The channel.") CreateChannel input) {
    return created(
        channels.create(
            call.caller(),
            new Channels.NewChannel(
                GlobalId.decode("input.projectId", PROJECT, input.projectId()),
                input.name(),
                input.kind(),
                input.address(),
                members(input.memberIds()))));
  }

  private static List<UUID> members(List<String> ids) {
    return ids == null
        ? null
        : GraphTypes.items("input.memberIds", ids).stream()
            .map(id -> GlobalId.decode("input.memberIds", MEMBER, id))
            .toList();
  }

  private static CreatedChannelType created(Channels.Created created) {
    return new CreatedChannelType(
        new ChannelType(created.channel()),
        created.secret() == null ? null : created.secret().value());
  }

  @Mutation
  @Requires(Permission.ALERT_WRITE)
  @NonNull
  @Description("Changes a channel, or switches it on or off.")
  public ChannelType updateChannel(@NonNull @Description("What it shall be.") UpdateChannel input) {
    return new ChannelType(
        channels.update(
            call.caller(),
            new Channels.ChannelUpdate(
                GlobalId.decode("input.id", CHANNEL, input.id()),
                input.expectedVersion(),
                input.name(),
                input.address(),
                members(input.memberIds()),
                input.active())));
  }

  @Mutation
  @Requires(Permission.ALERT_WRITE)
  @NonNull
  @Description(
      "Gives a webhook another secret, shown this once; for a day its messages are signed by both.")
  public CreatedChannelType rotateChannelSecret(
      @Id @NonNull @Description("The channel.") String id,
      @NonNull @Description("The version that is meant.") Integer expectedVersion) {
    return created(
        channels.rotate(call.caller(), GlobalId.decode("id", CHANNEL, id), expectedVersion));
  }

  @Mutation
  @Requires(Permission.ALERT_WRITE)
  @NonNull
  @Description("Ends a channel: it takes nothing any more, and what waits is given up.")
  public ChannelType deleteChannel(
      @Id @NonNull @Description("The channel.") String id,
      @NonNull @Description("The version that is meant.") Integer expectedVersion) {
    return new ChannelType(
        channels.delete(call.caller(), GlobalId.decode("id", CHANNEL, id), expectedVersion));
  }

  @Mutation
  @Requires(Permission.ALERT_WRITE)
  @NonNull
  @Description(
      "Sends a message of no importance, so that people see whether it comes. A channel has one under way: another is a CONFLICT until the first was tried, and takes its place then. An organisation tries so many channels a minute.")
  public DeliveryType testChannel(@Id @NonNull @Description("The channel.") String id) {
    return new DeliveryType(deliveries.test(call.caller(), GlobalId.decode("id", CHANNEL, id)));
  }

  @Mutation
  @Requires(Permission.ALERT_WRITE)
  @NonNull
  @Description(
      "Delivers once more what was delivered or given up, with the same id and all attempts.")
  public DeliveryType redeliver(
      @Id @NonNull @Description("The delivery.") String id,
      @NonNull @Description("The version that is meant.") Integer expectedVersion) {
    return new DeliveryType(
        deliveries.redeliver(call.caller(), GlobalId.decode("id", DELIVERY, id), expectedVersion));
  }
}
