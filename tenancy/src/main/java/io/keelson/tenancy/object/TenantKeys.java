package io.keelson.tenancy.object;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.streamingaead.PredefinedStreamingAeadParameters;
import com.google.crypto.tink.streamingaead.StreamingAeadConfig;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * The keys that encrypt the tenants' bytes: one Tink keyset a tenant (AES-256-GCM with HKDF,
 * segments of 1 MiB), made when the tenant first stores something and kept wrapped by the master
 * key with the tenant's id as associated data, so that one tenant's row cannot stand in for
 * another's.
 */
@ApplicationScoped
public class TenantKeys {
  private static final int MAX_CACHED_TENANTS = 1_000;
  private static final Duration MAX_CACHED_AGE = Duration.ofMinutes(10);

  private final TenantDatabase database;
  private final InstantSource clock;
  private final Aead master;
  private final Cache<UUID, StreamingAead> cache =
      Caffeine.newBuilder()
          .maximumSize(MAX_CACHED_TENANTS)
          .expireAfterWrite(MAX_CACHED_AGE)
          .build();

  @Inject
  public TenantKeys(TenantDatabase database, ObjectsConfig config, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    try {
      StreamingAeadConfig.register();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    this.master = MasterKey.open(config.masterKeyFile());
  }

  /**
   * Makes the key of a new installation.
   *
   * @throws IllegalStateException when the file is there already, or cannot be written
   */
  public static void newMasterKey(Path file) {
    if (Files.exists(file)) {
      throw new IllegalStateException(file + " is there already (expected: a new file)");
    }
    MasterKey.open(file);
  }

  /**
   * What the installation's signing keys are derived from: 32 bytes that only holders of the master
   * key can make.
   *
   * @throws IllegalStateException when the master key's file is open to others
   */
  public static byte[] signingRoot(ObjectsConfig config) {
    return MasterKey.derived(config.masterKeyFile(), "keelson signing keys");
  }

  /**
   * Encrypts and decrypts for this tenant.
   *
   * @throws IllegalStateException when the master key is not the one that wrapped the tenant's key
   */
  StreamingAead of(UUID tenantId) {
    CipherWarmUp.begin();
    StreamingAead cached = cache.getIfPresent(tenantId);
    if (cached != null) {
      return cached;
    }
    StreamingAead loaded = unwrapped(tenantId, database.transact(tenantId, this::wrapped));
    cache.put(tenantId, loaded);
    return loaded;
  }

  private byte[] wrapped(Transaction tx) {
    return stored(tx)
        .orElseGet(
            () -> {
              tx.update(
                  """
                  INSERT INTO tenancy.tenant_key (tenant_id, wrapped_keyset, created_at)
                  VALUES ($1, $2, $3)
                  ON CONFLICT (tenant_id) DO NOTHING
                  """,
                  tx.tenantId(),
                  Buffer.buffer(fresh(tx.tenantId())),
                  OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
              return stored(tx).orElseThrow();
            });
  }

  private static java.util.Optional<byte[]> stored(Transaction tx) {
    return tx.one(
            "SELECT wrapped_keyset FROM tenancy.tenant_key WHERE tenant_id = $1", tx.tenantId())
        .map((Row row) -> row.getBuffer("wrapped_keyset").getBytes());
  }

  private byte[] fresh(UUID tenantId) {
    try {
      KeysetHandle handle =
          KeysetHandle.generateNew(PredefinedStreamingAeadParameters.AES256_GCM_HKDF_1MB);
      return TinkProtoKeysetFormat.serializeEncryptedKeyset(handle, master, bytes(tenantId));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private StreamingAead unwrapped(UUID tenantId, byte[] wrapped) {
    try {
      return TinkProtoKeysetFormat.parseEncryptedKeyset(wrapped, master, bytes(tenantId))
          .getPrimitive(RegistryConfiguration.get(), StreamingAead.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "the key of tenant " + tenantId + " does not open with this installation's master key",
          e);
    }
  }

  private static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }
}
