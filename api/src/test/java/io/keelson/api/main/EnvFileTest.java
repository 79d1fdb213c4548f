package io.keelson.api.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.tenancy.embedded.EmbeddedConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnvFileTest {
  private static final String OWNER = "postgresql://owner:s3cr3t@db.example/keelson";

  @TempDir Path data;

  @Test
  void theOwnersUrlIsWrittenForTheEmbeddedServerAlone() throws IOException {
    Path file = Files.createDirectory(data.resolve("secrets")).resolve("owner-env");
    EmbeddedConfig embedded = EmbeddedConfig.in(data);

    EnvFile.ofOwner(embedded, OWNER);
    assertThat(file).content().isEqualTo("KEELSON_DB_URL='" + OWNER + "'\n");

    URI other = URI.create("postgresql://other:s3cr3t@db.example/keelson");
    EnvFile.ofOwner(embedded.withDatabase(URI.create(OWNER), other, other), OWNER);
    assertThat(file).as("what an earlier release or server has left").doesNotExist();
  }
}
