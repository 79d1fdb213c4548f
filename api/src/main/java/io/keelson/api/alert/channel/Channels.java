package io.keelson.api.alert.channel;

import io.keelson.api.alert.sending.ChannelAddresses;
import io.keelson.api.alert.sending.ChannelKind;
import io.keelson.api.alert.sending.WebhookSecret;
import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Channels of projects: made, changed, given another secret, deleted. */
@ApplicationScoped
public class Channels {
  /** Of one project, which are all shown. */
  public static final int MAX_OF_PROJECT = 100;

  static final int MAX_OF_TENANT = 500;

  private static final Duration OVERLAP = Duration.ofDays(1);
  private static final String DELETED = "the channel was deleted";

  private final Mutations mutations;
  private final ProjectAccess access;
  private final CatalogReads reads;
  private final ChannelAddresses addresses;
  private final ChannelSecrets secrets;
  private final ChannelSource source;
  private final InstantSource clock;

  public Channels(
      Mutations mutations,
      ProjectAccess access,
      CatalogReads reads,
      ChannelAddresses addresses,
      ChannelSecrets secrets,
      ChannelSource source,
      InstantSource clock) {
    this.mutations = mutations;
    this.access = access;
    this.reads = reads;
    this.addresses = addresses;
    this.secrets = secrets;
    this.source = source;
    this.clock = clock;
  }

  /**
   * @param address of a webhook or of Slack; null for e-mail
   * @param memberIds whom e-mails go to, 1 to 20 members of the tenant; none for other kinds
   */
  public record NewChannel(
      UUID projectId, String name, ChannelKind kind, String address, List<UUID> memberIds) {
    /** Leaves the address out: it may be a secret. */
    @Override
    public String toString() {
      return "NewChannel[" + projectId + ", " + name + ", " + kind + "]";
    }
  }

  /**
   * @param name null for no change, like the others
   * @param isActive whether it takes messages
   */
  public record ChannelUpdate(
      UUID id,
      int expectedVersion,
      String name,
      String address,
      List<UUID> memberIds,
      Boolean isActive) {
    @Override
    public String toString() {
      return "ChannelUpdate[" + id + ", " + expectedVersion + "]";
    }
  }

  /**
   * A channel with what signs its messages.
   *
   * @param secret null for a kind that signs nothing
   */
  public record Created(Channel channel, WebhookSecret secret) {}

  /**
   * @throws Invalid naming the field
   * @throws NotFound when there is no such project or member that the caller may know of
   * @throws Forbidden without ALERT_WRITE in the project
   * @throws Conflict when the name is taken, the project has 100 or the tenant 500, or for a
   *     replayed idempotency key of a webhook: a secret is shown once
   */
  public Created create(Caller caller, NewChannel input) {
    Input.present("input.projectId", input.projectId());
    Input.present("input.kind", input.kind());
    Input.name("input.name", input.name());
    URI address = address(input.kind(), input.address());
    List<UUID> members = ChannelMembers.checked(input.kind(), input.memberIds());
    access.require(caller.principal(), Permission.ALERT_WRITE, input.projectId(), "project");
    UUID newId = Ids.next();
    UUID tenantId = caller.principal().tenantId();
    WebhookSecret secret = input.kind() == ChannelKind.WEBHOOK ? WebhookSecret.generate() : null;
    Buffer sealedAddress = secrets.seal(tenantId, newId, input.address());
    Buffer sealedSecret = secrets.seal(tenantId, newId, secret == null ? null : secret.value());
    UUID id =
        mutations.runNamed(
            caller,
            "createChannel",
            input.name(),
            input,
            tx -> {
              access.requireIn(tx, caller.principal(), Permission.ALERT_WRITE, input.projectId());
              ChannelWrites.requireRoom(tx, input.projectId());
              ChannelMembers.requireThere(tx, members);
              ChannelWrites.insert(
                  tx,
                  caller.principal(),
                  newId,
                  input,
                  members,
                  address,
                  sealedAddress,
                  sealedSecret,
                  now());
              return new Changed(
                  ChannelRows.WHAT,
                  newId,
                  input.projectId(),
                  Map.of("name", input.name(), "kind", input.kind().name()));
            });
    if (secret != null && !id.equals(newId)) {
      throw new Conflict("this channel was made before, and its secret is shown once");
    }
    return new Created(written(caller.principal(), ChannelRows.EVER, id), secret);
  }

  private URI address(ChannelKind kind, String address) {
    if (kind != ChannelKind.EMAIL) {
      return addresses.require("input.address", kind, address);
    }
    if (address != null) {
      throw new Invalid("input.address", "…", "none: e-mails go to members");
    }
    return null;
  }

  /**
   * What waits goes to the new address, too. Switched off, what waits is given up.
   *
   * @throws NotFound when there is none that the caller may know of, or no such member
   * @throws Forbidden without ALERT_WRITE in its project; for another address also without what
   *     those things are read with that speak through it, or that wait for it
   * @throws Conflict when it has another version, or the name is taken
   */
  public Channel update(Caller caller, ChannelUpdate input) {
    Input.present("input.id", input.id());
    if (input.name() != null) {
      Input.name("input.name", input.name());
    }
    Channel known = written(caller.principal(), ChannelRows.SELECT, input.id());
    URI address = input.address() == null ? null : address(known.kind(), input.address());
    List<UUID> members =
        input.memberIds() == null ? null : ChannelMembers.checked(known.kind(), input.memberIds());
    Buffer ciphertext = secrets.seal(caller.principal().tenantId(), input.id(), input.address());
    UUID changed =
        mutations.runNamed(
            caller,
            "updateChannel",
            input.name(),
            input,
            tx -> {
              Channel before = lock(tx, caller.principal(), input.id(), input.expectedVersion());
              if (address != null) {
                requireReadable(tx, caller.principal(), before);
              }
              if (members != null) {
                ChannelMembers.requireThere(tx, members);
              }
              ChannelWrites.set(tx, before, input, members, address, ciphertext, now());
              return Changed.of(ChannelRows.WHAT, before.id(), before.projectId());
            });
    return written(caller.principal(), ChannelRows.SELECT, changed);
  }

  /**
   * Gives a webhook another secret; for a day messages are signed by both.
   *
   * @throws Invalid for a kind that signs nothing
   * @throws Conflict when it has another version, or for a replayed idempotency key
   */
  public Created rotate(Caller caller, UUID id, int expectedVersion) {
    Input.present("id", id);
    record Wanted(UUID id, int expectedVersion) {}
    Channel known = written(caller.principal(), ChannelRows.SELECT, id);
    if (known.kind() != ChannelKind.WEBHOOK) {
      throw new Invalid("id", id, "a webhook: other channels have no secret");
    }
    WebhookSecret secret = WebhookSecret.generate();
    Buffer ciphertext = secrets.seal(caller.principal().tenantId(), id, secret.value());
    boolean[] rotated = {false};
    UUID changed =
        mutations.run(
            caller,
            "rotateChannelSecret",
            new Wanted(id, expectedVersion),
            tx -> {
              Channel before = lock(tx, caller.principal(), id, expectedVersion);
              tx.update(
                  """
                  UPDATE catalog.alert_channel
                  SET previous_secret = secret, previous_until = $4, secret = $3, version = version + 1
                  WHERE tenant_id = $1 AND id = $2
                  """,
                  tx.tenantId(),
                  id,
                  ciphertext,
                  now().plus(OVERLAP));
              rotated[0] = true;
              return Changed.of(ChannelRows.WHAT, id, before.projectId());
            });
    if (!rotated[0]) {
      throw new Conflict("this secret was made before, and is shown once");
    }
    return new Created(written(caller.principal(), ChannelRows.SELECT, changed), secret);
  }

  /**
   * Takes nothing from now on; what waits is given up.
   *
   * @return as it was
   * @throws Conflict when it has another version
   */
  public Channel delete(Caller caller, UUID id, int expectedVersion) {
    Input.present("id", id);
    record Wanted(UUID id, int expectedVersion) {}
    UUID deleted =
        mutations.run(
            caller,
            "deleteChannel",
            new Wanted(id, expectedVersion),
            tx -> {
              Channel before = lock(tx, caller.principal(), id, expectedVersion);
              tx.update(
                  "UPDATE catalog.alert_channel SET deleted_at = $3 WHERE tenant_id = $1 AND id = $2",
                  tx.tenantId(),
                  id,
                  now());
              ChannelWrites.empty(tx, id, DELETED, now());
              return new Changed(
                  ChannelRows.WHAT, id, before.projectId(), Map.of("name", before.name()));
            });
    return written(caller.principal(), ChannelRows.EVER, deleted);
  }

  /** Members are asked when they are mailed; an address is somebody's whom nobody asks. */
  private void requireReadable(Transaction tx, Principal principal, Channel channel) {
    Set<Permission> reads = EnumSet.noneOf(Permission.class);
    reads.addAll(source.reads(tx, channel.id()));
    reads.addAll(DeliveryRows.readsOfWaiting(tx, channel.id()));
    for (Permission permission : reads) {
      access.require(principal, permission, channel.projectId(), ChannelRows.WHAT);
    }
  }

  private Channel lock(Transaction tx, Principal principal, UUID id, int expectedVersion) {
    Channel locked = ChannelRows.lock(tx, id);
    access.require(principal, Permission.ALERT_WRITE, locked.projectId(), ChannelRows.WHAT);
    if (locked.version() != expectedVersion) {
      throw new Conflict("channel has changed since version " + expectedVersion);
    }
    return locked;
  }

  private Channel written(Principal principal, String select, UUID id) {
    Channel channel = read(principal, select, id);
    access.require(principal, Permission.ALERT_WRITE, channel.projectId(), ChannelRows.WHAT);
    return channel;
  }

  private Channel read(Principal principal, String select, UUID id) {
    return reads.one(
        principal, ChannelRows.WHAT, ChannelRows::channel, select + "AND c.id = $2", id);
  }

  /**
   * @throws NotFound when there is none that the caller may know of
   * @throws Forbidden without ALERT_READ in its project
   */
  public Channel get(Principal principal, UUID id) {
    Channel channel = read(principal, ChannelRows.SELECT, id);
    access.require(principal, Permission.ALERT_READ, channel.projectId(), ChannelRows.WHAT);
    return channel;
  }

  /** All of each project that the caller may read them of, by name. */
  public Map<UUID, List<Channel>> byProjectIds(Principal principal, Collection<UUID> projectIds) {
    return reads.grouped(
        principal,
        "project_id",
        ChannelRows::channel,
        ChannelRows.SELECT
            + """
            AND c.project_id = ANY ($2) AND ($3::uuid[] IS NULL OR c.project_id = ANY ($3))
            ORDER BY c.name
            """,
        projectIds.toArray(UUID[]::new),
        access.visible(principal, Permission.ALERT_READ));
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
