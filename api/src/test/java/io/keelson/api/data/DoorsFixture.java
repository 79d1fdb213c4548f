package io.keelson.api.data;

import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.object.LinkMaker;
import io.keelson.tenancy.object.LinkRight;
import io.keelson.tenancy.object.ObjectsConfig;
import io.keelson.tenancy.object.ObjectsFixture;
import io.keelson.tenancy.object.SignedUrls;
import io.keelson.tenancy.object.TenantObjects;
import io.keelson.tenancy.object.Uploads;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** The byte doors on a port of their own, without the rest of the platform. */
final class DoorsFixture implements AutoCloseable {
  static final UUID TENANT = UUID.fromString("00000000-0000-7000-8000-000000000001");

  private static final LinkRight RIGHT = new LinkRight(Permission.DATASET_READ, Ids.next());
  private static final Principal MAKER =
      new Principal(
          Principal.Kind.API_KEY, Ids.next(), TENANT, "house", "key:ci", Set.of(), Map.of(), null);

  private final Set<UUID> gone = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  final ObjectsFixture objects;
  final Uploads uploads;
  final TenantObjects tenantObjects;
  final DataDoors doors;
  private final HttpServer server;
  private final SignedUrls urls;

  DoorsFixture(Path folder, int partBytes, Duration idleTimeout) {
    ObjectsConfig config =
        ObjectsConfig.defaults(folder, URI.create("http://127.0.0.1:1"))
            .withLimits(1L << 32, partBytes, idleTimeout);
    this.objects = new ObjectsFixture(folder, config);
    this.uploads = objects.uploads();
    this.tenantObjects = objects.objects();
    this.urls = new SignedUrls(config, objects.clock);
    this.doors = new DataDoors(uploads, tenantObjects, urls, new Makers(), config);
    Router router = Router.router(objects.vertx());
    doors.register(router);
    HttpServerOptions options =
        new HttpServerOptions().setHost("127.0.0.1").setPort(0).setCompressionSupported(true);
    this.server =
        objects
            .vertx()
            .createHttpServer(options)
            .connectionHandler(
                connection -> {
                  connections.incrementAndGet();
                  connection.closeHandler(closed -> connections.decrementAndGet());
                })
            .requestHandler(router)
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  /** All count but those whose key was revoked. */
  private final class Makers implements LinkMakers {
    @Override
    public boolean counts(LinkMaker maker) {
      return !gone.contains(maker.id());
    }

    @Override
    public Map<LinkMaker, Boolean> counting(Collection<LinkMaker> makers) {
      return makers.stream().collect(Collectors.toMap(maker -> maker, this::counts));
    }
  }

  /** Connections that the server has open, whatever their clients think. */
  int connections() {
    return connections.get();
  }

  int port() {
    return server.actualPort();
  }

  URI startUpload(long sizeBytes, String sha256) {
    return startUpload(TENANT, sizeBytes, sha256);
  }

  URI startUpload(UUID tenant, long sizeBytes, String sha256) {
    UUID id = Ids.next();
    objects.database.transact(
        tenant,
        tx ->
            uploads.start(tx, id, "test", UUID.randomUUID(), new JsonObject(), sizeBytes, sha256));
    return here(urls.upload(maker(tenant), RIGHT, id));
  }

  URI download(String digest, String name) {
    return download(TENANT, digest, name);
  }

  URI download(UUID tenant, String digest, String name) {
    return here(urls.download(maker(tenant), RIGHT, digest, name));
  }

  /** The key that all links of the tenant are made with. */
  private static Principal maker(UUID tenant) {
    return tenant.equals(TENANT)
        ? MAKER
        : new Principal(
            Principal.Kind.API_KEY, tenant, tenant, "other", "key:ci", Set.of(), Map.of(), null);
  }

  /** The key that all links were made with is revoked. */
  void revoke() {
    gone.add(MAKER.id());
  }

  private URI here(URI link) {
    return URI.create(link.toString().replace("127.0.0.1:1/", "127.0.0.1:" + port() + "/"));
  }

  @Override
  public void close() {
    server.close().toCompletionStage().toCompletableFuture().join();
    objects.close();
  }
}
