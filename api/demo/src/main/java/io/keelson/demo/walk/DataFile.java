package io.keelson.demo.walk;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A file that ships with the demo. */
record DataFile(String name, byte[] bytes) {

  static DataFile of(String name) throws IOException {
    try (InputStream in = DataFile.class.getResourceAsStream("/data/" + name)) {
      if (in == null) {
        throw new IOException("data/" + name + " is not in the demo's jar");
      }
      return new DataFile(name, in.readAllBytes());
    }
  }

  String sha256() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
