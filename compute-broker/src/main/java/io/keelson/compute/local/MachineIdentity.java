package io.keelson.compute.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which running system this is, whatever its folders say: a start of the kernel and a namespace of
 * process ids in it. Two processes with the same one see each other's processes and locks; a
 * machine that has started again, a copy of its disk and another one on the same network folder
 * have another one.
 */
final class MachineIdentity {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path PROCESS_IDS = Path.of("/proc/self/ns/pid");

  private MachineIdentity() {}

  /** At most 100 characters, such as {@code 3d1c…-…-…/pid:[4026531836]}. */
  static String here() {
    try {
      return bootId() + "/" + Files.readSymbolicLink(PROCESS_IDS);
    } catch (IOException e) {
      throw new UncheckedIOException("this machine cannot be told from others", e);
    }
  }

  /** The start of the kernel: process ids, their ticks and the boot clock begin again with each. */
  static String bootId() {
    try {
      return Files.readString(BOOT_ID).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
