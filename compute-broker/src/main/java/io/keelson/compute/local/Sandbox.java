package io.keelson.compute.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The command line that a job's command is wrapped in: resource limits, the job's account without
 * any capability, and bubblewrap with folders of its own, no network and no way to gain rights.
 *
 * <p>The job's variables go through descriptor 9, so that its token is on no command line, and are
 * taken up by the last link of the chain: whatever runs before the account has changed would obey
 * them as root ({@code LD_PRELOAD}).
 *
 * @param ownAccount whether the job gets an account of its own
 * @param sandbox whether bubblewrap works here
 */
record Sandbox(boolean ownAccount, boolean sandbox) {
  private static final Path JAVA = Path.of(System.getProperty("java.home")).toAbsolutePath();
  private static final long PROBE_PATIENCE_S = 20;
  static final String PATH = "/java/bin:/usr/bin:/bin";

  /**
   * The last link where there is no sandbox: enters the job's folder, takes up its variables and
   * becomes its command. A variable cannot get in its way: it is done with its own by then.
   */
  private static final String ENTER =
      "cd \"$1\" && shift && set -- \"$(cat <&9)\" \"$@\" && exec 9<&- && eval \"$1\" && shift && exec \"$@\"";

  /**
   * What is started.
   *
   * @param arguments what it is told through descriptor 9
   * @param sandboxed whether its first process is the sandbox
   */
  record Line(List<String> words, byte[] arguments, boolean sandboxed) {}

  /**
   * What the command is confined to.
   *
   * @param uid the account, or -1 for ours
   * @param program the folder that is found at {@code /program}, or null
   * @param maxFileBytes the largest file it may write
   * @param maxOpenFiles how many each of its processes may have open
   * @param bare whether memory and processes must be bounded for each process, for want of control
   *     groups
   */
  record Confinement(
      int uid,
      Path program,
      long memoryBytes,
      int maxPids,
      long maxFileBytes,
      int maxOpenFiles,
      boolean bare) {}

  Line line(
      JobFolder folder,
      Confinement confinement,
      Map<String, String> environment,
      List<String> command) {
    List<String> words = limits(confinement);
    if (ownAccount) {
      words.addAll(account(confinement.uid()));
    }
    if (!sandbox) {
      words.addAll(List.of("setsid", "/bin/sh", "-c", ENTER, "job", folder.job().toString()));
      words.addAll(command);
      return new Line(words, ShellVariables.exports(environment), false);
    }
    words.addAll(List.of("bwrap", "--args", "9", "--"));
    words.addAll(command);
    return new Line(words, joined(arguments(folder, confinement, environment)), true);
  }

  private static List<String> limits(Confinement confinement) {
    List<String> words =
        new ArrayList<>(List.of("prlimit", "--core=0", "--nofile=" + confinement.maxOpenFiles()));
    words.add("--fsize=" + confinement.maxFileBytes());
    if (confinement.bare()) {
      words.add("--data=" + confinement.memoryBytes());
      if (confinement.uid() >= 0) {
        words.add("--nproc=" + confinement.maxPids());
      }
    }
    return words;
  }

  private static List<String> account(int uid) {
    return List.of(
        "setpriv",
        "--reuid=" + uid,
        "--regid=" + uid,
        "--clear-groups",
        "--no-new-privs",
        "--bounding-set=-all",
        "--inh-caps=-all",
        "--");
  }

  private static List<String> arguments(
      JobFolder folder, Confinement confinement, Map<String, String> environment) {
    List<String> arguments = new ArrayList<>(walls(confinement.memoryBytes() / 2));
    bind(arguments, "--bind", folder.job(), "/job");
    bind(arguments, "--ro-bind", folder.inputs(), "/job/inputs");
    bind(arguments, "--ro-bind", folder.apiSocket().getParent(), "/run/keelson");
    if (confinement.program() != null) {
      bind(arguments, "--ro-bind", confinement.program(), "/program");
    }
    arguments.addAll(List.of("--chdir", "/job", "--clearenv"));
    environment.forEach((name, value) -> arguments.addAll(List.of("--setenv", name, value)));
    return arguments;
  }

  private static List<String> walls(long tmpBytes) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(
        List.of("--unshare-all", "--unshare-user", "--disable-userns", "--new-session"));
    arguments.addAll(
        List.of("--die-with-parent", "--hostname", "job", "--ro-bind", "/usr", "/usr"));
    for (String name : new String[] {"bin", "sbin", "lib", "lib64"}) {
      arguments.addAll(List.of("--symlink", "usr/" + name, "/" + name));
    }
    for (String file : new String[] {"/etc/ld.so.cache", "/etc/alternatives"}) {
      arguments.addAll(List.of("--ro-bind-try", file, file));
    }
    // A distribution's JDK keeps its settings there and links to them.
    javaSettings().forEach(settings -> bind(arguments, "--ro-bind", settings, settings.toString()));
    arguments.addAll(List.of("--dev", "/dev", "--proc", "/proc"));
    arguments.addAll(List.of("--size", Long.toString(tmpBytes), "--tmpfs", "/tmp"));
    bind(arguments, "--ro-bind", JAVA, "/java");
    return arguments;
  }

  private static void bind(List<String> arguments, String how, Path from, String to) {
    arguments.addAll(List.of(how, from.toString(), to));
  }

  private static List<Path> javaSettings() {
    List<Path> folders = new ArrayList<>();
    try (var found = Files.newDirectoryStream(Path.of("/etc"), "java-*")) {
      found.forEach(folders::add);
    } catch (IOException none) {
      return List.of();
    }
    return folders;
  }

  private static byte[] joined(List<String> arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String argument : arguments) {
      out.writeBytes(argument.getBytes(StandardCharsets.UTF_8));
      out.write(0);
    }
    return out.toByteArray();
  }

  /**
   * Tries the walls with a command that does nothing.
   *
   * @param bound a folder below the data folder, which the job's account must be able to reach
   * @return null when they stand, else what was said
   */
  String objection(int uid, Path bound) {
    List<String> words = new ArrayList<>();
    if (ownAccount) {
      words.addAll(account(uid));
    }
    if (sandbox) {
      words.add("bwrap");
      words.addAll(walls(1 << 20));
      bind(words, "--bind", bound, "/job");
      words.add("--");
    }
    words.addAll(List.of("/bin/sh", "-c", "test -x " + (sandbox ? "/java" : JAVA) + "/bin/java"));
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectInput(Path.of("/dev/null").toFile())
              .start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(PROBE_PATIENCE_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "no answer within " + PROBE_PATIENCE_S + " s";
      }
      return process.exitValue() == 0
          ? null
          : said.isEmpty() ? "exit code " + process.exitValue() : said;
    } catch (IOException e) {
      return e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }
}
