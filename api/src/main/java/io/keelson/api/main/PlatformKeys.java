package io.keelson.api.main;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys that this installation signs with, made at first use; all processes of one data folder share
 * them.
 */
@ApplicationScoped
public class PlatformKeys {
  private static final int KEY_BYTES = 32;
  private final Path folder;
  private final Map<String, byte[]> keys = new ConcurrentHashMap<>();
  private final Map<String, Mac> macs = new ConcurrentHashMap<>();

  PlatformKeys(KeelsonConfig config) {
    this.folder = config.data().resolve("secrets");
  }

  /** A 256-bit key of this name. */
  public byte[] key(String name) {
    return keys.computeIfAbsent(name, this::readOrMake).clone();
  }

  /** HMAC-SHA256 with the key of this name. */
  public byte[] hmac(String name, byte[] message) {
    try {
      // A copy of one that has its key: looking the algorithm up and setting the key is most of the
      // work.
      return ((Mac) macs.computeIfAbsent(name, this::mac).clone()).doFinal(message);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Mac mac(String name) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(keys.computeIfAbsent(name, this::readOrMake), "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public Path folder() {
    return folder;
  }

  private byte[] readOrMake(String name) {
    Path file = folder.resolve(name + ".key");
    try {
      if (!Files.exists(file)) {
        make(file);
      }
      byte[] key = Files.readAllBytes(file);
      if (key.length != KEY_BYTES) {
        throw new IllegalStateException(
            file + ": " + key.length + " bytes (expected: " + KEY_BYTES + ")");
      }
      return key;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Two processes may start at once: a hard link decides whose key it is, and never shows half a
   * file.
   */
  private void make(Path file) throws IOException {
    Files.createDirectories(folder);
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    Path temporary =
        Files.createTempFile(
            folder,
            "key",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(temporary, key);
    try {
      Files.createLink(file, temporary);
    } catch (FileAlreadyExistsException | AtomicMoveNotSupportedException e) {
      // somebody else was first: theirs is the key
    } finally {
      Files.delete(temporary);
    }
  }
}
