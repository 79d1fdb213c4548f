package io.keelson.tenancy.object;

import io.keelson.tenancy.database.TenantDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Instant;
import org.jboss.logging.Logger;

/** The parts of uploads in the store; an upload's parts carry its id. */
record UploadParts(ObjectStore store, TenantKeys keys, int partBytes, UnusedParts unused) {
  private static final Logger LOG = Logger.getLogger(UploadParts.class);
  private static final int READ_BYTES = 256 * 1024;

  PartsWriter append(PartName first, MessageDigest sha256, PartsWriter.Sealed listener) {
    return new PartsWriter(store, keys.of(first.tenantId()), first, partBytes, sha256, listener);
  }

  /** Hashes what is stored; {@code progress} is called about every 256 KiB. */
  MessageDigest rebuildDigest(StoredParts stored, Runnable progress) throws IOException {
    MessageDigest sha256 = Digests.sha256();
    byte[] buffer = new byte[READ_BYTES];
    try (InputStream plaintext =
        new PartsReader(store, keys.of(stored.tenantId()), stored, 0, stored.sizeBytes())) {
      for (int n = plaintext.read(buffer); n >= 0; n = plaintext.read(buffer)) {
        sha256.update(buffer, 0, n);
        progress.run();
      }
    }
    return sha256;
  }

  /** Deletes the parts of an upload that came to nothing, late ones too. */
  void deleteAll(TenantDatabase database, Upload ended, Instant now) {
    database.transact(
        ended.tenantId(),
        tx -> {
          unused.mark(tx, ended.id(), now);
          return null;
        });
    unused.delete(ended.tenantId(), ended.id());
  }

  void delete(PartName part) {
    try {
      store.delete(part.key());
    } catch (IOException e) {
      LOG.warnf("the part %s stays: %s", part.key(), e.getMessage());
    }
  }

  /**
   * After the end: deletes the parts when they turned out to be a second copy, and what crashed
   * writers left beside them.
   */
  void tidy(StoredParts finished, int epoch) {
    unused.delete(finished.tenantId(), finished.partsId());
    if (epoch <= 1) {
      return;
    }
    try {
      store.deleteUnder(PartName.folder(finished.tenantId(), finished.partsId()), finished.keys());
    } catch (IOException e) {
      LOG.warnf(
          "parts that nobody names stay beside upload %s: %s", finished.partsId(), e.getMessage());
    }
  }
}
