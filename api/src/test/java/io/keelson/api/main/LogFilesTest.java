package io.keelson.api.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {
  @TempDir Path folder;

  @Test
  void aFileThatIsTooLargeBeginsAnewWhileItsWriterGoesOn() throws IOException {
    Path log = folder.resolve("redis.log");
    LogFiles logs = new LogFiles(folder, 10);
    try (OutputStream writer =
        Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      writer.write("short".getBytes(StandardCharsets.UTF_8));
      logs.keepBounded();
      assertThat(log).hasContent("short");
      writer.write(" and longer".getBytes(StandardCharsets.UTF_8));
      logs.keepBounded();
      writer.write("new".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(log).hasContent("new");
    assertThat(folder.resolve("redis.log.1")).hasContent("short and longer");
  }

  @Test
  void aFolderThatIsNotThereIsNoFailure() {
    assertThat(new LogFiles(folder.resolve("away"), 10).keepBounded()).isFalse();
  }
}
