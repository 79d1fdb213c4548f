package io.keelson.api.alert.channel;

import io.keelson.api.alert.sending.Message;
import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.HeldPermissions;
import io.keelson.api.catalog.project.PageLimit;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.RateLimited;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What was delivered to channels, and delivering it again. */
@ApplicationScoped
public class AlertDeliveries {
  /** Of one channel that are shown. */
  public static final int MAX_SHOWN = 50;

  private final Mutations mutations;
  private final ProjectAccess access;
  private final CatalogReads reads;
  private final DeliveryQueue queue;
  private final InstantSource clock;

  public AlertDeliveries(
      Mutations mutations,
      ProjectAccess access,
      CatalogReads reads,
      DeliveryQueue queue,
      InstantSource clock) {
    this.mutations = mutations;
    this.access = access;
    this.reads = reads;
    this.queue = queue;
    this.clock = clock;
  }

  /**
   * Sends a message of no importance, so that people see whether it comes. An earlier one that
   * waits for its next attempt is given up for it.
   *
   * @throws NotFound when there is no such channel that the caller may know of
   * @throws Forbidden without ALERT_WRITE in its project
   * @throws Conflict when it is DISABLED, or a test waits for its first attempt
   * @throws RateLimited when the tenant has tried as many channels in the last minute as it may
   */
  public Delivery test(Caller caller, UUID channelId) {
    Input.present("id", channelId);
    UUID newId = Ids.next();
    UUID id =
        mutations.run(
            caller,
            "testChannel",
            channelId,
            tx -> {
              Channel channel = ChannelRows.lock(tx, channelId);
              require(caller.principal(), Permission.ALERT_WRITE, channel);
              if (channel.status() != ChannelStatus.ACTIVE) {
                throw new Conflict("channel is DISABLED");
              }
              ChannelTests.begin(tx, channel, now());
              queue.add(tx, channelId, message(newId, channel), Permission.ALERT_READ);
              return Changed.of(DeliveryRows.WHAT, newId, channel.projectId());
            });
    return read(caller.principal(), Permission.ALERT_WRITE, id);
  }

  private Message message(UUID id, Channel channel) {
    return new Message(
        id,
        ChannelTests.TYPE,
        now(),
        "Keelson can reach this channel",
        "Somebody has asked Keelson to try the channel " + channel.name() + ".",
        new JsonObject()
            .put("channel", channel.name())
            .put("channelId", channel.id().toString())
            .put("projectId", channel.projectId().toString()));
  }

  /**
   * Delivers once more what is over, with the same id, and with all attempts; a test within the
   * bounds of tests.
   *
   * @throws NotFound when there is none that the caller may know of
   * @throws Forbidden without ALERT_WRITE in its project, or what its source is read with
   * @throws Conflict when it has another version, it is WAITING, or its channel is DISABLED; for a
   *     test also when another waits for its first attempt
   * @throws RateLimited for a test, as {@link #test}
   */
  public Delivery redeliver(Caller caller, UUID id, int expectedVersion) {
    Input.present("id", id);
    record Wanted(UUID id, int expectedVersion) {}
    UUID again =
        mutations.run(
            caller,
            "redeliver",
            new Wanted(id, expectedVersion),
            tx -> {
              Delivery delivery =
                  tx.one(DeliveryRows.SELECT + "AND d.id = $2", tx.tenantId(), id)
                      .map(DeliveryRows::delivery)
                      .orElseThrow(() -> new NotFound(DeliveryRows.WHAT));
              require(caller.principal(), Permission.ALERT_WRITE, delivery);
              Channel channel = ChannelRows.lock(tx, delivery.channelId());
              if (delivery.version() != expectedVersion) {
                throw new Conflict("delivery has changed since version " + expectedVersion);
              }
              if (!delivery.status().mayBecome(DeliveryStatus.WAITING)) {
                throw new Conflict("delivery is on its way already");
              }
              if (channel.status() != ChannelStatus.ACTIVE) {
                throw new Conflict("channel is DISABLED");
              }
              if (delivery.type().equals(ChannelTests.TYPE)) {
                ChannelTests.begin(tx, channel, now());
              }
              queue.again(tx, delivery);
              return Changed.of(DeliveryRows.WHAT, id, delivery.projectId());
            });
    return read(caller.principal(), Permission.ALERT_WRITE, again);
  }

  private void require(Principal principal, Permission permission, Channel channel) {
    access.require(principal, permission, channel.projectId(), ChannelRows.WHAT);
  }

  /** Whoever may change channels is told what became of it, if it is of the alerts alone. */
  private void require(Principal principal, Permission permission, Delivery delivery) {
    access.require(principal, permission, delivery.projectId(), DeliveryRows.WHAT);
    if (delivery.reads() != Permission.ALERT_READ) {
      access.require(principal, delivery.reads(), delivery.projectId(), DeliveryRows.WHAT);
    }
  }

  /**
   * @throws NotFound when there is none that the caller may know of
   * @throws Forbidden without ALERT_READ in its project, or what its source is read with
   */
  public Delivery get(Principal principal, UUID id) {
    return read(principal, Permission.ALERT_READ, id);
  }

  private Delivery read(Principal principal, Permission permission, UUID id) {
    Delivery delivery =
        reads.one(
            principal,
            DeliveryRows.WHAT,
            DeliveryRows::delivery,
            DeliveryRows.SELECT + "AND d.id = $2",
            id);
    require(principal, permission, delivery);
    return delivery;
  }

  /**
   * The newest 50 of each channel whose source the caller may read, newest first; at most 1,000
   * channels.
   */
  public Map<UUID, List<Delivery>> byChannelIds(Principal principal, Collection<UUID> channelIds) {
    Input.size("channelIds", channelIds, 0, PageLimit.MAX_BATCH_IDS);
    HeldPermissions held = HeldPermissions.of(principal);
    return reads.grouped(
        principal,
        "channel_id",
        DeliveryRows::delivery,
        """
        SELECT newest.*
        FROM unnest($2::uuid[]) AS l (id)
        CROSS JOIN LATERAL (
          %s AND d.channel_id = l.id AND ($3::uuid[] IS NULL OR d.project_id = ANY ($3)) AND %s
          ORDER BY d.id DESC
          LIMIT $4
        ) AS newest
        ORDER BY newest.id DESC
        """
            .formatted(
                DeliveryRows.SELECT, HeldPermissions.condition("d.reads", "d.project_id", 5)),
        channelIds.toArray(UUID[]::new),
        access.visibleIfAny(principal, Permission.ALERT_READ),
        MAX_SHOWN,
        held.everywhere(),
        held.projects(),
        held.inProjects());
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
