package io.keelson.compute.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MountsTest {
  private static final Path JOBS = Path.of("/var/lib/my keelson/jobs");

  private static String line(String point, String device) {
    return "67 47 7:0 / " + point + " rw,nosuid,nodev,relatime - " + device + " rw";
  }

  @Test
  void aFileSystemOfAJobIsALoopDeviceInItsFolderAndNothingElseIs() {
    assertThat(
            Mounts.below(
                JOBS,
                List.of(
                    line("/", "ext4 /dev/vda"),
                    line("/var/lib/my\\040keelson/jobs/0123456789abc/disk", "ext4 /dev/loop0"),
                    line("/var/lib/my\\040keelson/jobs/1123456789abc/disk", "ext4 /dev/vdb"),
                    line("/var/lib/my\\040keelson/jobs/2123456789abc/disk", "tmpfs tmpfs"),
                    line("/var/lib/my\\040keelson/jobs/3123456789abc/job", "ext4 /dev/loop1"),
                    line("/var/lib/my\\040keelson/jobs/4123456789abc/a/disk", "ext4 /dev/loop1"),
                    line("/var/lib/my\\040keelson/jobs/disk", "ext4 /dev/loop2"),
                    line("/var/lib/my\\040keelson/jobs", "ext4 /dev/loop3"),
                    line("/var/lib/other/jobs/5123456789abc/disk", "ext4 /dev/loop4"),
                    "")))
        .containsExactly("0123456789abc");
  }
}
