package io.keelson.api.alert.channel;

import io.keelson.api.alert.rule.RulesOfChannels;
import io.keelson.api.alert.sending.AlertChannel;
import io.keelson.api.alert.sending.ChannelAddresses;
import io.keelson.api.alert.sending.ChannelKind;
import io.keelson.api.alert.sending.EmailChannel;
import io.keelson.api.alert.sending.HttpPost;
import io.keelson.api.alert.sending.Message;
import io.keelson.api.alert.sending.Senders;
import io.keelson.api.alert.sending.SlackChannel;
import io.keelson.api.alert.sending.WebhookChannel;
import io.keelson.api.catalog.CatalogFixture;
import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.AccessDirectory;
import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.audit.AuditLog;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.mail.Mail;
import io.keelson.tenancy.mail.MailDelivery;
import io.keelson.tenancy.mutation.Mutations;
import io.keelson.tenancy.object.ObjectsConfig;
import io.keelson.tenancy.object.TenantKeys;
import io.keelson.tenancy.object.TenantSecrets;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** Channels and what delivers to them, on a fixture's database. */
final class ChannelParts implements AutoCloseable {
  final Vertx vertx = Vertx.vertx();
  final Channels channels;
  final AlertDeliveries deliveries;
  final DeliveryLoop loop;
  final DeliveryQueue queue;
  final Lanes lanes;
  final Senders senders;
  final List<Mail> mails = new CopyOnWriteArrayList<>();
  private final CatalogFixture fixture;
  private final Mutations mutations;

  ChannelParts(CatalogFixture fixture) {
    this.fixture = fixture;
    there(fixture.tenantId);
    there(fixture.stranger.tenantId());
    ObjectsConfig config = ObjectsConfig.defaults(fixture.folder, URI.create("http://127.0.0.1:1"));
    ChannelSecrets secrets =
        new ChannelSecrets(
            new TenantSecrets(new TenantKeys(fixture.database, config, fixture.clock)));
    ChannelAddresses addresses = new ChannelAddresses(true);
    HttpPost http = new HttpPost(vertx, addresses, fixture.clock);
    MailDelivery kept =
        new MailDelivery() {
          @Override
          public void send(Transaction tx, Mail mail) {
            mails.add(mail);
          }

          @Override
          public String url() {
            return "http://localhost";
          }
        };
    List<AlertChannel> kinds =
        List.of(
            new WebhookChannel(http, fixture.clock),
            new SlackChannel(http),
            new EmailChannel(
                fixture.database, new AccessDirectory(fixture.system, fixture.clock), kept));
    this.senders = Senders.of(kinds);
    this.loop = new DeliveryLoop(fixture.system, fixture.database, secrets, senders, fixture.clock);
    this.lanes = new Lanes(fixture.system, fixture.database, secrets, fixture.clock);
    this.queue = new DeliveryQueue(loop, fixture.clock);
    Mutations mutations =
        new Mutations(
            fixture.database, new AuditLog(fixture.database, fixture.clock), fixture.clock);
    ProjectAccess access = new ProjectAccess(new Authorizer());
    CatalogReads reads = new CatalogReads(fixture.database);
    this.channels =
        new Channels(
            mutations, access, reads, addresses, secrets, new RulesOfChannels(), fixture.clock);
    this.mutations = mutations;
    this.deliveries = new AlertDeliveries(mutations, access, reads, queue, fixture.clock);
  }

  /** A message of no rule's, as one of an alert is queued. */
  Delivery message(UUID channelId) {
    UUID id = Ids.next();
    Message message =
        new Message(
            id, "alert.firing", fixture.now(), "Something is", "It is so.", new JsonObject());
    fixture.database.transact(
        fixture.tenantId, tx -> queue.add(tx, channelId, message, Permission.ALERT_READ));
    return deliveries.get(fixture.engineer, id);
  }

  private void there(UUID tenantId) {
    try {
      fixture.asOwner(
          """
          INSERT INTO tenancy.tenant (tenant_id, slug, name, created_at)
          VALUES ('%1$s', 'of-%1$s', 'Watched', now())
          ON CONFLICT DO NOTHING
          """
              .formatted(tenantId));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  Channels.Created webhook(UUID projectId, String name, String url) {
    return channels.create(
        fixture.caller, new Channels.NewChannel(projectId, name, ChannelKind.WEBHOOK, url, null));
  }

  /** One attempt of whatever is due in the lane, as a process makes it; false for none. */
  boolean attempt(UUID channelId) {
    var attempt = lanes.claim(new Lanes.Lane(fixture.tenantId, channelId));
    attempt.ifPresent(begun -> lanes.finish(begun, senders.send(begun.target(), begun.message())));
    return attempt.isPresent();
  }

  @Override
  public void close() {
    loop.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
