package io.keelson.bench.measure;

import io.keelson.bench.CannotRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The process that listens on a TCP port of this machine, found in {@code /proc}. */
public record Listener(long pid) {
  private static final String LISTEN = "0A";

  /**
   * @param what how a message calls it
   * @throws CannotRun when none is visible, as without the right to look into it
   */
  public static Listener on(int port, String what) throws IOException {
    Set<String> inodes = inodes(port);
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      List<Path> numbered =
          processes
              .filter(p -> p.getFileName().toString().chars().allMatch(Character::isDigit))
              .toList();
      for (Path process : numbered) {
        if (holds(process, inodes)) {
          return new Listener(Long.parseLong(process.getFileName().toString()));
        }
      }
    }
    throw new CannotRun("no process of " + what + " is seen to listen on port " + port);
  }

  /** A port of this machine on which nobody listens now. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** A system property that it was started with, or an environment variable of it. */
  public Optional<String> setting(String property, String variable) throws IOException {
    for (String argument : zeroSeparated("cmdline")) {
      if (argument.startsWith("-D" + property + "=")) {
        return Optional.of(argument.substring(property.length() + 3));
      }
    }
    for (String entry : zeroSeparated("environ")) {
      if (entry.startsWith(variable + "=")) {
        return Optional.of(entry.substring(variable.length() + 1));
      }
    }
    return Optional.empty();
  }

  /** How it was started, program first. */
  public List<String> commandLine() throws IOException {
    return List.of(zeroSeparated("cmdline"));
  }

  public Path workingFolder() throws IOException {
    return Path.of("/proc/" + pid + "/cwd").toRealPath();
  }

  /** Resident memory in bytes. */
  public long residentBytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
      }
    }
    throw new IOException("process " + pid + " has no VmRSS");
  }

  private String[] zeroSeparated(String file) throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of("/proc/" + pid + "/" + file));
    return new String(bytes, StandardCharsets.UTF_8).split("\0");
  }

  private static Set<String> inodes(int port) throws IOException {
    String hex = ":%04X".formatted(port);
    Set<String> inodes = new HashSet<>();
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      for (String line : Files.readAllLines(Path.of(table))) {
        String[] fields = line.strip().split("\\s+");
        if (fields.length > 9 && fields[1].endsWith(hex) && fields[3].equals(LISTEN)) {
          inodes.add("socket:[" + fields[9] + "]");
        }
      }
    }
    return inodes;
  }

  private static boolean holds(Path process, Set<String> inodes) {
    try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
      for (Path descriptor : (Iterable<Path>) descriptors::iterator) {
        if (inodes.contains(Files.readSymbolicLink(descriptor).toString())) {
          return true;
        }
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      // Ended meanwhile, or another account's: not one that can be measured.
    }
    return false;
  }
}
