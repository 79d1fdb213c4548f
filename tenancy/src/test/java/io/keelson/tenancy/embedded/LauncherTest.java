package io.keelson.tenancy.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy of the launcher in a folder of its own, so that it meets no platform that is up. */
final class LauncherTest {

  @TempDir Path checkout;
  private Path data;
  private Process platform;

  @BeforeEach
  void copyTheLauncher() throws IOException {
    Files.copy(repositoryRoot().resolve("keelson"), checkout.resolve("keelson"));
    data = Files.createDirectories(checkout.resolve("data"));
    Files.createDirectories(data.resolve("run"));
    platform = new ProcessBuilder("sleep", "60").start();
  }

  @AfterEach
  void endThePlatform() {
    platform.destroyForcibly();
  }

  @Test
  void helpNamesEveryCommand() {
    Commands.Result help = keelson("help");

    assertThat(help.exitCode()).isZero();
    assertThat(help.output())
        .contains(
            "demo [--keep]", "up [--detach]", "migrate", "down [--wipe]", "test", "bench NAME");
  }

  @Test
  void anUnknownCommandOrOptionIsRefusedByName() {
    assertThat(keelson("sail").exitCode()).isNotZero();
    assertThat(keelson("sail").output()).contains("unknown command: sail");
    assertThat(keelson("down", "--all").output()).contains("unknown option --all", "--wipe");
  }

  @Test
  void aStopEndsThePlatformThatWasStarted() throws Exception {
    record(ProcessIdentity.running(platform.pid()).orElseThrow());

    Commands.Result down = keelson("down");

    assertThat(down.exitCode()).isZero();
    assertThat(platform.waitFor()).isNotZero();
  }

  @Test
  void aStopSparesAProcessThatGotThePlatformsId() throws IOException {
    ProcessIdentity running = ProcessIdentity.running(platform.pid()).orElseThrow();
    record(new ProcessIdentity(running.pid(), running.startTicks() - 1));

    Commands.Result down = keelson("down");

    assertThat(down.output()).contains("Keelson is not up");
    assertThat(running.isRunning()).isTrue();
  }

  @Test
  void aSecondUpSaysThatItIsUp() throws IOException {
    record(ProcessIdentity.running(platform.pid()).orElseThrow());

    Commands.Result up = keelson("up");

    assertThat(up.exitCode()).isZero();
    assertThat(up.output()).contains("is up already (process %d)".formatted(platform.pid()));
  }

  @Test
  void whoeverStartsItIsToldWhoSignsInAndWhereThePasswordIsAndNotThePassword() throws IOException {
    record(ProcessIdentity.running(platform.pid()).orElseThrow());
    Path password = keepDemoPassword("s3cr3t");

    assertThat(keelson("up").output())
        .contains("sign in as owner, engineer, operator", password.toString())
        .doesNotContain("s3cr3t");
  }

  @Test
  void nobodyIsNamedWhereThePeopleAreSomebodyElses() throws IOException {
    record(ProcessIdentity.running(platform.pid()).orElseThrow());
    keepDemoPassword("s3cr3t");

    assertThat(keelson(Map.of("KEELSON_KEYCLOAK_URL", "https://sign-in.example"), "up").output())
        .contains("is up already")
        .doesNotContain("sign in as");
    Files.delete(data.resolve("env"));
    assertThat(keelson("up").output()).contains("is up already").doesNotContain("sign in as");
  }

  private Path keepDemoPassword(String word) throws IOException {
    Files.writeString(data.resolve("env"), "KEELSON_USERS='owner engineer operator'\n");
    Path secrets = Files.createDirectories(data.resolve("secrets"));
    return Files.writeString(secrets.resolve("demo-password"), word);
  }

  @Test
  void aWipeLeavesAFolderAloneThatIsNotKeelsons() {
    Commands.Result wipe = keelson("down", "--wipe");

    assertThat(wipe.exitCode()).isNotZero();
    assertThat(wipe.output()).contains("does not look like a data folder");
    assertThat(data).isDirectory();
  }

  @Test
  void aWipeDeletesTheDataFolder() throws IOException {
    Files.createDirectories(data.resolve("secrets"));

    assertThat(keelson("down", "--wipe").exitCode()).isZero();
    assertThat(data).doesNotExist();
  }

  @Test
  void aMigrationWithoutTheOwnerOfSomebodyElsesDatabaseIsRefused() {
    Commands.Result migrate =
        keelson(
            Map.of("KEELSON_DATABASE_APP_URL", "postgresql://app:s3cr3t@db.example/keelson"),
            "migrate");

    assertThat(migrate.exitCode()).isNotZero();
    assertThat(migrate.output())
        .contains("KEELSON_DATABASE_OWNER_URL: missing")
        .doesNotContain("migrated", "s3cr3t");
  }

  @Test
  void aMigrationBeneathARunningPlatformBuildsNothing() throws IOException {
    record(ProcessIdentity.running(platform.pid()).orElseThrow());

    Commands.Result migrate = keelson("migrate");

    assertThat(migrate.exitCode()).isNotZero();
    assertThat(migrate.output()).contains("nothing is built").doesNotContain("building");
  }

  private void record(ProcessIdentity process) throws IOException {
    Files.writeString(
        data.resolve("run").resolve("platform.pid"),
        process.pid() + " " + process.startTicks() + "\n");
  }

  private Commands.Result keelson(String... arguments) {
    return keelson(Map.of(), arguments);
  }

  private Commands.Result keelson(Map<String, String> settings, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add("bash");
    command.add(checkout.resolve("keelson").toString());
    command.addAll(List.of(arguments));
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("KEELSON_DATA", data.toString());
    return Commands.run(command, environment);
  }

  private static Path repositoryRoot() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("keelson"))) {
      at = at.getParent();
    }
    return at;
  }
}
