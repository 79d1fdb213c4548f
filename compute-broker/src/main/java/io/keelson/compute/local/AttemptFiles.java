package io.keelson.compute.local;

import io.keelson.tenancy.embedded.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What the wrapper of an attempt has written down in its control folder. */
record AttemptFiles(Path control) {
  private static final String OURS = "by-the-platform";

  /**
   * The wrapper.
   *
   * @param bootId which start of the machine it belongs to: process ids and ticks begin again with
   *     each
   * @param startedAt by a clock that may have been set since
   */
  record Wrapper(ProcessIdentity identity, String bootId, Instant startedAt) {
    boolean isRunning() {
      return isOfThisBoot() && identity.isRunning();
    }

    boolean isOfThisBoot() {
      return bootId.equals(MachineIdentity.bootId());
    }
  }

  /**
   * How the command ended.
   *
   * @param endedAt by a clock that may have been set since it started
   */
  record Exit(int code, boolean outOfMemory, Instant endedAt) {}

  boolean claimed() {
    return Files.isDirectory(claim());
  }

  private Path claim() {
    return control.resolve("claimed");
  }

  /** Makes the claim ourselves, so that no wrapper can; false when one has it already. */
  boolean forestall() {
    try {
      Files.createDirectory(claim());
      Files.createFile(claim().resolve(OURS));
      return true;
    } catch (FileAlreadyExistsException e) {
      return forestalled();
    } catch (NoSuchFileException neverPrepared) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the claim is ours: nothing has run. */
  boolean forestalled() {
    return Files.exists(claim().resolve(OURS));
  }

  Optional<Wrapper> wrapper() {
    return words("pid", 4)
        .map(
            words ->
                new Wrapper(
                    new ProcessIdentity(Long.parseLong(words[0]), Long.parseLong(words[1])),
                    words[2],
                    Instant.ofEpochMilli(Long.parseLong(words[3]))));
  }

  /** The process that the command began as: the head of its group. */
  Optional<ProcessIdentity> head() {
    return words("group", 2)
        .map(words -> new ProcessIdentity(Long.parseLong(words[0]), Long.parseLong(words[1])));
  }

  Optional<Exit> exit() {
    return words("exit", 3)
        .map(
            words ->
                new Exit(
                    Integer.parseInt(words[0]),
                    Integer.parseInt(words[1]) > 0,
                    Instant.ofEpochMilli(Long.parseLong(words[2]))));
  }

  /** When the wrapper has started, by the boot clock; empty of one that is older than this word. */
  Optional<Duration> started() {
    return milliseconds("started");
  }

  /** How long the command ran until it ended; empty of a wrapper that is older than this word. */
  Optional<Duration> ran() {
    return milliseconds("ran");
  }

  /** How long it had run when the wrapper last said so, which it does every few seconds. */
  Optional<Duration> seen() {
    return milliseconds("seen");
  }

  private Optional<Duration> milliseconds(String name) {
    return words(name, 1)
        .filter(words -> !words[0].isEmpty())
        .map(words -> Duration.ofMillis(Long.parseLong(words[0])));
  }

  private Optional<String[]> words(String name, int expected) {
    try {
      String[] words = Files.readString(control.resolve(name)).strip().split(" ", -1);
      return words.length == expected ? Optional.of(words) : Optional.empty();
    } catch (NoSuchFileException notYet) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
