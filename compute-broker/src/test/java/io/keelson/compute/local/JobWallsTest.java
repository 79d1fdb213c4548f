package io.keelson.compute.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobWallsTest {
  @TempDir Path folder;

  /** As before the first start of an installation, when nothing else has made it. */
  @Test
  void aDataFolderThatIsNotThereIsMadeAndClosedToOthers() throws IOException {
    Path data = folder.resolve("data");

    assertThatCode(() -> JobWalls.objection(data, 60_001)).doesNotThrowAnyException();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
        .isEqualTo("rwx--x--x");
    assertThat(data.resolve("jobs")).isEmptyDirectory();
  }
}
