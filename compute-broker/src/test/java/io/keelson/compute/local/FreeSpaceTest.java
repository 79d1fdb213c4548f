package io.keelson.compute.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FreeSpaceTest {
  private static final long EXBIBYTE = 1L << 60;

  @TempDir private Path folder;
  private final List<Long> asked = new ArrayList<>();

  private FreeSpace keeping(Path of, long bytes) {
    return new FreeSpace(
        of,
        bytes,
        missing -> {
          asked.add(missing);
          return 1;
        });
  }

  @Test
  void nothingIsShortWhereNothingIsKept() {
    assertThat(keeping(folder, 0).shortage()).isEmpty();
    assertThat(asked).isEmpty();
  }

  @Test
  void whatCanBeSparedIsAskedForBeforeAMachineTakesNoJob() {
    assertThat(keeping(folder, EXBIBYTE).shortage())
        .contains("less than 1099511627776 MiB are free on the disk");
    assertThat(asked).hasSize(1).allMatch(missing -> missing > 0 && missing < EXBIBYTE);
  }

  @Test
  void aFileSystemThatDoesNotSayRefusesNothing() {
    assertThat(keeping(folder.resolve("nowhere"), EXBIBYTE).shortage()).isEmpty();
  }
}
