package io.keelson.tenancy.object;

import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.testing.TestQuotas;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Uploads for a test that kills it: a platform with one upload in it. */
final class UploadingProcess {
  static final int SIZE_BYTES = 20_000_000;
  private static final int CHUNK_BYTES = 10_007;

  private UploadingProcess() {}

  /** The same bytes in every process. */
  static byte[] bytes() {
    byte[] bytes = new byte[SIZE_BYTES];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  /** host, port, database, user, password, folder, tenant, upload */
  public static void main(String[] arguments) throws Exception {
    PgConnectOptions options =
        new PgConnectOptions()
            .setHost(arguments[0])
            .setPort(Integer.parseInt(arguments[1]))
            .setDatabase(arguments[2])
            .setUser(arguments[3])
            .setPassword(arguments[4])
            .setPipeliningLimit(16);
    // Killed before it could tidy up, it must not leave a cache folder behind.
    VertxOptions withoutFolders =
        new VertxOptions()
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false));
    Pool pool =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(4))
            .connectingTo(options)
            .using(Vertx.vertx(withoutFolders))
            .build();
    Path folder = Path.of(arguments[5]);
    ObjectsConfig config =
        ObjectsConfig.defaults(folder, URI.create("http://127.0.0.1:1"))
            .withLimits(1L << 32, ObjectsFixture.PART_BYTES, Duration.ofSeconds(5));
    TenantDatabase database = new TenantDatabase(pool, null);
    SettableClock clock = new SettableClock();
    ObjectStore store = new FileObjectStore(config.folder());
    Uploads uploads =
        new Uploads(
            database,
            store,
            new TenantKeys(database, config, clock),
            List.of(new RecordingListener()),
            config,
            TestQuotas.none(),
            clock);
    byte[] bytes = bytes();
    UUID tenant = UUID.fromString(arguments[6]);
    try (UploadWriter writer = uploads.write(tenant, UUID.fromString(arguments[7]), 0)) {
      for (int at = 0; at < SIZE_BYTES; at += CHUNK_BYTES) {
        writer.append(List.of(ByteBuffer.wrap(bytes, at, Math.min(CHUNK_BYTES, SIZE_BYTES - at))));
      }
      // Never finished: the test kills it long before.
      System.in.read();
    }
  }
}
