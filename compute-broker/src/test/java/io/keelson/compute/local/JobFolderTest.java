package io.keelson.compute.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.compute.BrokerConfig;
import io.keelson.compute.BrokerConfigs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JobFolderTest {
  @TempDir Path temp;

  @Test
  void namesAreShortAndDifferAsTheLeasesDo() {
    assertThat(JobFolder.name(new UUID(0, -1))).hasSize(13);
    assertThat(JobFolder.name(new UUID(7, 1))).isNotEqualTo(JobFolder.name(new UUID(7, 2)));
  }

  @Test
  void theSocketsBelowTheLongestDataFolderFit() {
    Path data = Path.of("/" + "d".repeat(BrokerConfig.MAX_DATA_FOLDER_BYTES - 1));
    JobFolder folder = JobFolder.of(data.resolve("jobs"), UUID.randomUUID());

    assertThat(bytes(folder.apiSocket())).isLessThanOrEqualTo(JobFolder.MAX_SOCKET_PATH_BYTES);
    assertThat(bytes(folder.serviceSocket())).isLessThanOrEqualTo(JobFolder.MAX_SOCKET_PATH_BYTES);
    assertThatThrownBy(() -> BrokerConfigs.of(Path.of("/" + "d".repeat(70)), Map.of()))
        .hasMessageContaining("a path of at most 70 bytes");
  }

  private static int bytes(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  @Test
  void aFolderTooDeepForSocketsIsNotMade() {
    JobFolder folder = JobFolder.of(temp.resolve("x".repeat(80)), UUID.randomUUID());

    assertThatThrownBy(() -> folder.create(-1))
        .hasMessageContaining("choose a shorter data folder");
    assertThat(folder.exists()).isFalse();
  }

  @Test
  void removingItDoesNotFollowLinks() throws IOException {
    Path precious = Files.createDirectory(temp.resolve("precious"));
    Files.writeString(precious.resolve("file"), "x");
    JobFolder folder = JobFolder.of(Files.createDirectory(temp.resolve("j")), UUID.randomUUID());
    folder.create(-1);
    Files.createSymbolicLink(folder.job().resolve("link"), precious);
    Files.createSymbolicLink(folder.outputs().resolve("link"), precious.resolve("file"));

    folder.delete();

    assertThat(folder.exists()).isFalse();
    assertThat(precious.resolve("file")).hasContent("x");
  }
}
