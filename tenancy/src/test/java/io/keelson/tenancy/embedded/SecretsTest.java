package io.keelson.tenancy.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretsTest {

  @TempDir Path folder;

  @Test
  void aSecretIsMadeOnceAndReadableByItsOwnerOnly() throws IOException {
    String first = new Secrets(folder).get("redis-password");

    assertThat(first).hasSizeGreaterThanOrEqualTo(32);
    assertThat(new Secrets(folder).get("redis-password")).isEqualTo(first);
    assertThat(Files.getPosixFilePermissions(folder.resolve("redis-password")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void secretsDiffer() {
    Secrets secrets = new Secrets(folder);

    assertThat(secrets.get("one")).isNotEqualTo(secrets.get("other"));
  }
}
