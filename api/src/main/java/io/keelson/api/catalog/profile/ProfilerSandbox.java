package io.keelson.api.catalog.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The walls around the profiler, as many as this system allows: limits on processor time, memory
 * and file size; as root another account without any right; with bubblewrap no network, no other
 * process, and no file but the program, the JDK and its own folders.
 */
final class ProfilerSandbox {
  private static final Logger LOG = Logger.getLogger(ProfilerSandbox.class);
  private static final Path JAVA_HOME = Path.of(System.getProperty("java.home")).toAbsolutePath();
  private static final int MAX_OPEN_FILES = 512;
  private static final long MAX_FILE_BYTES = 32L << 30;
  private static final long JVM_BYTES = 2L << 30;
  private static final long PROBE_PATIENCE_S = 10;

  private final ProfilerConfig config;
  private final boolean root = "root".equals(System.getProperty("user.name"));
  private final boolean limits = Files.isExecutable(Path.of("/usr/bin/prlimit"));
  private final boolean bubblewrap;

  ProfilerSandbox(ProfilerConfig config) {
    this.config = config;
    this.bubblewrap = Files.isExecutable(Path.of("/usr/bin/bwrap")) && works();
    if (!bubblewrap) {
      LOG.warn(
          "bubblewrap does not work here: data sets are profiled without a sandbox of their own");
    }
  }

  /** Whether the process has an account of its own, to which its files must belong. */
  boolean ownAccount() {
    return root;
  }

  /**
   * @param folder with {@code input} and {@code scratch}
   */
  List<String> command(Path folder, Path program) {
    List<String> words = outerWalls();
    Path javaHome = JAVA_HOME;
    Path seenFolder = folder;
    Path seenProgram = program;
    if (bubblewrap) {
      words.addAll(bubblewrap());
      words.addAll(
          List.of(
              "--ro-bind",
              JAVA_HOME.toString(),
              "/java",
              "--ro-bind",
              program.toString(),
              "/program"));
      words.addAll(List.of("--ro-bind", folder.resolve("input").toString(), "/work/input"));
      words.addAll(List.of("--bind", folder.resolve("scratch").toString(), "/work/scratch"));
      words.addAll(List.of("--chdir", "/work/scratch", "--"));
      javaHome = Path.of("/java");
      seenFolder = Path.of("/work");
      seenProgram = Path.of("/program");
    }
    Path scratch = seenFolder.resolve("scratch");
    words.addAll(
        List.of(
            javaHome.resolve("bin/java").toString(),
            "-Xmx192m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.io.tmpdir=" + scratch,
            "-cp",
            seenProgram.resolve("lib") + "/*",
            "io.keelson.profiler.Profiler",
            seenFolder.resolve("input").toString(),
            scratch.toString(),
            Long.toString(config.memoryBytes()),
            "2",
            Long.toString(config.timeLimit().toSeconds())));
    return words;
  }

  private List<String> outerWalls() {
    List<String> words = new ArrayList<>();
    if (limits) {
      words.addAll(
          List.of(
              "/usr/bin/prlimit",
              "--core=0",
              "--nofile=" + MAX_OPEN_FILES,
              "--fsize=" + MAX_FILE_BYTES,
              "--cpu=" + 2 * config.timeLimit().toSeconds(),
              "--data=" + (config.memoryBytes() * 2 + JVM_BYTES)));
    }
    if (root) {
      words.addAll(
          List.of(
              "/usr/bin/setpriv",
              "--reuid=" + config.account(),
              "--regid=" + config.account(),
              "--clear-groups",
              "--no-new-privs",
              "--bounding-set=-all",
              "--inh-caps=-all",
              "--"));
    }
    return words;
  }

  private static List<String> bubblewrap() {
    List<String> words =
        new ArrayList<>(List.of("/usr/bin/bwrap", "--unshare-all", "--unshare-user"));
    words.addAll(
        List.of("--disable-userns", "--new-session", "--clearenv", "--hostname", "profiler"));
    words.addAll(List.of("--ro-bind", "/usr", "/usr", "--symlink", "usr/bin", "/bin"));
    words.addAll(List.of("--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64"));
    words.addAll(List.of("--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"));
    words.addAll(List.of("--ro-bind-try", "/etc/java-25-openjdk", "/etc/java-25-openjdk"));
    words.addAll(List.of("--dev", "/dev", "--proc", "/proc"));
    return words;
  }

  private boolean works() {
    List<String> words = outerWalls();
    words.addAll(bubblewrap());
    words.addAll(List.of("--", "/usr/bin/true"));
    try {
      ProcessBuilder builder = new ProcessBuilder(words).directory(Path.of("/").toFile());
      builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
      Process process = builder.start();
      if (!process.waitFor(PROBE_PATIENCE_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
